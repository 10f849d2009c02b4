import { describe, expect, it } from "vitest";
import { rowOf, square } from "./matrix";
import { mulberry, randomHeads } from "../testing/explain";
import { difference, softmax, unfold } from "./unfolding";

describe("a row in its steps", () => {
  it("ends in the attention that the scores gave", () => {
    const { scores, attention } = randomHeads(4, 30, mulberry(5));
    for (let head = 0; head < 4; head += 1) {
      for (let row = 0; row < 30; row += 1) {
        const steps = unfold(rowOf(square(scores, 30, head), row), row, 64);
        const model = rowOf(square(attention, 30, head), row);
        expect(difference(steps.probabilities, model)).toBeLessThan(1e-5);
      }
    }
  });
  it("keeps the scores of later tokens and throws them away with the mask", () => {
    const steps = unfold(Float32Array.of(1, 2, 30), 1, 16);
    expect([...steps.raw]).toEqual([4, 8, 120]);
    expect([...steps.scaled]).toEqual([1, 2, 30]);
    expect([...steps.masked]).toEqual([1, 2, -Infinity]);
    expect(steps.probabilities[2]).toBe(0);
    expect(steps.probabilities[1]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  });
  it("throws away what stands before the band of a banded layer too", () => {
    const steps = unfold(Float32Array.of(9, 1, 2, 30), 2, 16, 2);
    expect([...steps.masked]).toEqual([-Infinity, 1, 2, -Infinity]);
    expect(steps.probabilities[2]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  });
  it("works the note's example: scores of row 4, d = 4", () => {
    const last = softmax(Float64Array.of(0.52, 0.715, 0.835, 0.95));
    expect([...last].map((p) => p.toFixed(4))).toEqual(["0.1952", "0.2372", "0.2675", "0.3001"]);
  });
  it("does not overflow", () => {
    expect([...softmax(Float64Array.of(1000, 1000, -Infinity))]).toEqual([0.5, 0.5, 0]);
  });
});
