// float32 numbers as a run in a file holds them: little-endian, in base64.

import type { SavedArray } from "./runs";
import type { Sameness } from "./sameness";

const CHUNK = 0x8000; // bytes that one call takes as arguments

export function savedArray(shape: number[], values: Float32Array): SavedArray {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let letters = "";
  for (let at = 0; at < bytes.length; at += CHUNK)
    letters += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return { shape, data: btoa(letters) };
}

export function floatsOf({ data }: SavedArray): Float32Array {
  return new Float32Array(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)).buffer);
}

/** Of numbers then and now; of other lengths they differ without end. */
export function floatsSame(pairs: readonly (readonly [ArrayLike<number>, ArrayLike<number>])[]) {
  const result: Sameness = { tokens: 0, answers: 0, first: null, largest: 0 };
  for (const [then, now] of pairs) {
    result.answers += then.length;
    if (then.length !== now.length) result.largest = Infinity;
    for (let at = 0; at < then.length; at += 1)
      result.largest = Math.max(result.largest, Math.abs((then[at] ?? 0) - (now[at] ?? 0)));
  }
  return result;
}
