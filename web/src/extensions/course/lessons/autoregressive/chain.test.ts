import { describe, expect, it } from "vitest";
import { chain, tiny } from "./chain";

describe("the chain of surprisals", () => {
  const tokens = ["a", " b", " c"].map((text) => ({ text }));
  const surprisals = [null, { nats: Math.log(4) }, { nats: Math.log(2) }];

  it("begins each bar where the one before it ended", () => {
    const { bars } = chain(tokens, surprisals);
    expect(bars.map(({ from, to }) => [from, to])).toEqual([
      [0, 0],
      [0, Math.log(4)],
      [Math.log(4), Math.log(4) + Math.log(2)],
    ]);
  });
  it("is the product of the probabilities", () => {
    const { total, tokens: counted, mean, perplexity } = chain(tokens, surprisals);
    expect(Math.exp(-total)).toBeCloseTo(1 / 8, 12);
    expect([counted, mean]).toEqual([2, total / 2]);
    expect(perplexity).toBeCloseTo(Math.sqrt(8), 12);
  });
  it("says nothing of a mean where there is nothing to average", () => {
    expect(chain([{ text: "a" }], [null])).toMatchObject({ mean: null });
  });
  it("writes small probabilities as powers of ten", () => {
    expect(tiny(-Math.log(2.1e-14))).toBe("2.1 × 10⁻¹⁴");
    expect(tiny(-Math.log(9.99e-8))).toBe("1.0 × 10⁻⁷");
  });
});
