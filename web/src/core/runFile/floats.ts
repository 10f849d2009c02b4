// float32 numbers as a run in a file holds them: little-endian, in base64.

import type { SavedArray } from "./runs";

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
