import { describe, expect, it } from "vitest";
import { decided, lowest, place, rankPath, roomy, ticks, type Lens } from "./lens";

function lensOf(ranks: number[], next: number[] | null = null): Lens {
  return {
    row: 0,
    kind: "logit",
    after: "layer",
    final: { id: 1, text: " slow" },
    next: next === null ? null : { id: 2, text: " quick" },
    layers: ranks.map((rank, layer) => ({
      layer,
      top: [],
      final: { p: 0.1, rank },
      next: next === null ? null : { p: 0.1, rank: next[layer] ?? 0 },
      entropy: 1,
    })),
  };
}

describe("the lens", () => {
  it("places ranks by their logarithm, the likeliest first", () => {
    expect(place(0, 99)).toBe(0);
    expect(place(9, 99)).toBeCloseTo(0.5, 12);
    expect(place(99, 99)).toBe(1);
  });
  it("scales to the lowest rank of either token", () => {
    expect(lowest(lensOf([500, 3, 0]))).toBe(500);
    expect(lowest(lensOf([5, 0], [40_000, 2]))).toBe(40_000);
    expect(lowest(lensOf([0]))).toBe(9);
    expect(ticks(40_000)).toEqual([1, 10, 100, 1000, 10_000]);
  });
  it("leaves out ticks that have no room", () => {
    expect(roomy([1, 10, 100], 99, 200, 50)).toEqual([1, 10, 100]);
    expect(roomy([1, 10, 100], 99, 80, 50)).toEqual([1, 100]);
  });
  it("draws a line downwards, a layer a step", () => {
    expect(rankPath([99, 9, 0], 99, 100, 20)).toBe("M100.0 10L50.0 30L0.0 50");
  });
  it("says from where on the last layer's word leads", () => {
    expect(decided(lensOf([7, 0, 3, 0, 0]))).toBe(3);
    expect(decided(lensOf([0, 0]))).toBe(0);
  });
});
