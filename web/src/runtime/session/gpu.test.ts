// How far a graphics card may be from the processor, on made-up logits.

import { describe, expect, it } from "vitest";
import { requireNear } from "./gpu";

const rows = (...values: number[][]) => values.map((row) => Float32Array.from(row));
const processor = rows([4, 1, 0, -2], [0, 3, 1, 1]);

describe("a graphics card", () => {
  it("serves where it is off by rounding", () => {
    requireNear(processor, processor);
    requireNear(processor, rows([4.1, 0.95, 0.02, -2], [0, 2.9, 1.05, 1]));
    requireNear(processor, rows([14, 11, 10, 8], [0, 3, 1, 1])); // the same probabilities
  });

  it("does not serve where it predicts something else", () => {
    const other = rows([4, 1, 0, -2], [3, 0, 1, 1]);
    expect(() => requireNear(processor, other)).toThrow("nats from the processor's");
  });

  it("does not serve where it gives no numbers, or too few", () => {
    const nan = rows([4, 1, 0, -2], [0, Number.NaN, 1, 1]);
    expect(() => requireNear(processor, nan)).toThrow("NaN");
    expect(() => requireNear(processor, processor.slice(0, 1))).toThrow("NaN nats");
    expect(() => requireNear(processor, [])).toThrow("NaN nats");
  });
});
