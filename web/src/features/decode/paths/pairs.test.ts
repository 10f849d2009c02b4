import { describe, expect, it } from "vitest";
import { narrow, sorted } from "../../../core/decoding/filters";
import { pairs } from "./pairs";

const off = { temperature: 1, top_k: 0, top_p: 1 };
const left = (p: number[], filters = off) => narrow(sorted(p.map(Math.log)), filters);

describe("two distributions as pairs", () => {
  it("are nowhere apart from themselves", () => {
    const same = left([0.5, 0.3, 0.2]);
    expect(pairs(same, same, 3).distance).toBe(0);
  });
  it("show the likeliest tokens of either, and the rest of both", () => {
    const made = pairs(left([0.7, 0.1, 0.15, 0.05]), left([0.05, 0.1, 0.15, 0.7]), 2);
    expect(made.rows.map((row) => row.id)).toEqual([0, 3]);
    expect(made.rest.first).toBeCloseTo(0.25, 12);
    expect(made.rest.tokens).toBe(2);
    expect(made.distance).toBeCloseTo(0.65, 12);
  });
  it("are as far apart as can be where they share no token", () => {
    const [a, b] = [left([0.9, 0.1], { ...off, top_k: 1 }), left([0.1, 0.9], { ...off, top_k: 1 })];
    expect(pairs(a, b, 2).distance).toBe(1);
  });
});
