import { describe, expect, it } from "vitest";
import { joint } from "../../../core/text/jointVocabulary";
import { nextTokens, NO_FILTER, probabilities } from "./nextTokens";

const logits = (...p: number[]) => Float32Array.from(p, (value) => Math.log(value));

describe("two next-token distributions", () => {
  const letters = [..."abcdefghijklmnop"];

  it("are as they are drawn from, by id", () => {
    const p = probabilities(logits(0.125, 0.5, 0.375), { ...NO_FILTER, top_k: 2 });
    expect(p[0]).toBe(0);
    expect(p[1]).toBeCloseTo(4 / 7, 6);
  });

  it("show the ten likeliest of either, and sum everything else", () => {
    const p = letters.map((_, i) => (i + 1) / 136);
    const result = nextTokens(
      [Float64Array.from(p), Float64Array.from(p.toReversed())],
      joint(letters, letters),
    );
    expect(result.rows).toEqual([0, 15, 1, 14, 2, 13, 3, 12, 4, 11]);
    expect(result.left[0]).toBeCloseTo((6 + 7 + 8 + 9 + 10 + 11) / 136, 12);
    expect(result.unshared).toBeNull(); // one vocabulary
    expect(result.changes.gaining).toBe(8);
    expect(result.changes.gains).toEqual([0, 1, 2, 3, 4]);
  });

  it("keep what only one vocabulary has apart from the rest of the shared tokens", () => {
    const both = joint(["a", "b", "c"], ["b", "x"]);
    const result = nextTokens([Float64Array.of(0.5, 0.3, 0.2), Float64Array.of(0.4, 0.6)], both);
    expect(result.rows).toEqual([0]);
    expect(result.unshared).toEqual([expect.closeTo(0.7, 12), expect.closeTo(0.6, 12)]);
    expect(result.left).toEqual([expect.closeTo(0, 12), expect.closeTo(0, 12)]);
    expect(result.changes.losses).toEqual([1]); // the unshared tokens
  });
});
