// What Inside read of a text, out of a run in a file: its arrays as the server would have sent them.

import { Explained } from "../api/explain";
import { floatsOf } from "./floats";
import type { InsideRun } from "./runs";

export function explainedOf({ results }: InsideRun): Explained {
  const { arrays, ...header } = results.explained;
  const floats = arrays.map(floatsOf);
  const numbers = new Float32Array(floats.reduce((size, { length }) => size + length, 0));
  let start = 0;
  const listed = arrays.map(({ name, shape }, at) => {
    const values = floats[at] ?? new Float32Array();
    numbers.set(values, start);
    const place = { name, shape, dtype: "float32", offset: 4 * start, bytes: values.byteLength };
    start += values.length;
    return place;
  });
  return new Explained({ ...header, arrays: listed }, numbers.buffer, 0);
}
