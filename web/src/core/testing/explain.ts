// An answer of explain with random numbers, framed as the server frames it, for tests.

import { softmax } from "../attention/unfolding";

/** A small generator with a seed (Mulberry32), so that a failing case can be had again. */
export function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Scores (H, S, S), and the causal softmax of each row. */
export function randomHeads(heads: number, size: number, random: () => number) {
  const scores = Float32Array.from({ length: heads * size * size }, () => 8 * random() - 4);
  const attention = new Float32Array(scores.length);
  for (let row = 0; row < heads * size; row += 1) {
    const scored = Float64Array.from(scores.subarray(row * size, (row + 1) * size));
    const masked = scored.map((score, column) => (column <= row % size ? score : -Infinity));
    attention.set(softmax(masked), row * size);
  }
  return { scores, attention };
}

export function framed(header: object, arrays: Record<string, [number[], Float32Array]>) {
  let offset = 0;
  const entries = Object.entries(arrays).map(([name, [shape, data]]) => {
    const entry = { name, shape, dtype: "float32", offset, bytes: data.byteLength };
    offset += data.byteLength;
    return entry;
  });
  const json = new TextEncoder().encode(JSON.stringify({ ...header, arrays: entries }));
  const length = Math.ceil(json.length / 4) * 4;
  const buffer = new ArrayBuffer(4 + length + offset);
  new DataView(buffer).setUint32(0, length, true);
  new Uint8Array(buffer, 4, length).fill(32);
  new Uint8Array(buffer, 4).set(json);
  entries.forEach((entry, i) => {
    const data = Object.values(arrays)[i]?.[1] ?? new Float32Array();
    new Float32Array(buffer, 4 + length + entry.offset, data.length).set(data);
  });
  return buffer;
}
