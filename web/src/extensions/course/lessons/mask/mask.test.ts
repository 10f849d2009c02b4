import { describe, expect, it } from "vitest";
import { leaks } from "../../views/forward/forward";
import { maskOf, numberOf, readyAt, stepsOf, strengthOf, STRENGTHS, weightsOf } from "./mask";

describe("the mask", () => {
  it("lets a later token have less weight the lower it is, and none at minus infinity", () => {
    const first = STRENGTHS.map((strength) => {
      const weights = weightsOf(strength);
      for (const row of weights) expect(row.reduce((sum, weight) => sum + weight)).toBeCloseTo(1);
      return leaks({ weights })[0] ?? NaN;
    });
    expect(first).toEqual([...first].sort((a, b) => b - a));
    expect(first.at(-2)).toBeGreaterThan(0);
    expect(first.at(-1)).toBe(0);
  });

  it("stands right of the diagonal", () => {
    expect(maskOf(-5)).toEqual([
      [0, -5, -5, -5],
      [0, 0, -5, -5],
      [0, 0, 0, -5],
      [0, 0, 0, 0],
    ]);
  });

  it("is read back from a link", () => {
    for (const strength of STRENGTHS) expect(strengthOf(numberOf(strength))).toBe(strength);
    expect(strengthOf(undefined)).toBe(-Infinity);
  });
});

describe("steps that wait for each other", () => {
  it("grow with the text where a net is recurrent, with the layers alone where it is masked", () => {
    expect([1, 10, 512].map((tokens) => stepsOf("recurrent", 2, tokens))).toEqual([2, 11, 513]);
    expect([1, 10, 512].map((tokens) => stepsOf("masked", 2, tokens))).toEqual([2, 2, 2]);
    expect(stepsOf("masked", 12, 512)).toBe(12);
  });

  it("come after those of every state that they need", () => {
    expect(readyAt("recurrent", 1, 4)).toBeGreaterThan(readyAt("recurrent", 1, 3));
    expect(readyAt("recurrent", 1, 4)).toBeGreaterThan(readyAt("recurrent", 0, 4));
    expect(readyAt("masked", 1, 4)).toBeGreaterThan(readyAt("masked", 0, 9));
  });
});
