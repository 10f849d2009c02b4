// The ids' order beside a comparison sort.

import { describe, expect, it } from "vitest";
import { fallingIds } from "./falling";

function compared(logits: Float32Array): number[] {
  return Array.from(logits, (_, id) => id).sort(
    (a, b) => (logits[b] ?? 0) - (logits[a] ?? 0) || a - b,
  );
}

/** Numbers of a fixed course in [-1, 1), many of them alike when `steps` is small. */
function numbers(size: number, steps: number, scale: number): Float32Array {
  let state = 1 + size;
  return Float32Array.from({ length: size }, () => {
    state = (state * 48271) % 2147483647;
    return (Math.floor((state / 2147483647) * steps) / steps - 0.5) * 2 * scale;
  });
}

describe("ids by falling logit", () => {
  it.each([
    [0, 1, 1],
    [1, 1, 1],
    [2, 1, 0],
    [300, 7, 5],
    [5000, 2 ** 30, 30],
    [5000, 2 ** 30, 3e38],
    [5000, 2 ** 30, 1e-44],
  ])("are those of a comparison sort: %d numbers, %d steps, up to %d", (size, steps, scale) => {
    const logits = numbers(size, steps, scale);
    expect(Array.from(fallingIds(logits))).toEqual(compared(logits));
  });

  it("hold equal logits by their ids, and 0 is as large as -0", () => {
    expect(Array.from(fallingIds(Float32Array.of(-0, 0, 1, -0, -1, 1, 0)))).toEqual([
      2, 5, 0, 1, 3, 6, 4,
    ]);
  });
});
