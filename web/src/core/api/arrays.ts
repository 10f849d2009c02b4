// The arrays of a binary answer: a JSON header names them, float32 LE numbers follow it.

import type * as api from "./api.gen";

export interface NumberArray {
  shape: number[];
  data: Float32Array; // a view into the bytes that came, not a copy
}

/** By name. Throws Error where an array's shape is not that of its numbers. */
export function arraysOf(
  listed: api.Explained["arrays"],
  bytes: ArrayBuffer,
  start: number,
): Map<string, NumberArray> {
  return new Map(
    listed.map(({ name, shape, offset, bytes: length }) => {
      const data = new Float32Array(bytes, start + offset, length / 4);
      if (shape.reduce((size, n) => size * n, 1) !== data.length) throw new Error(`${name}: shape`);
      return [name, { shape, data }];
    }),
  );
}
