import { describe, expect, it } from "vitest";
import golden from "../../../../tests/contract/divergence.json";
import { changes, jensenShannon } from "./divergence";

describe.each(golden.pairs)("two distributions: $name", (pair) => {
  const [item, other] = [Float64Array.from(pair.one), Float64Array.from(pair.other)];

  it("are as many bits apart as numpy finds, either way", () => {
    expect(jensenShannon(item, other)).toBeCloseTo(pair.bits, 10);
    expect(jensenShannon(other, item)).toBeCloseTo(pair.bits, 10);
  });
  it("gain and lose what numpy finds, the largest first", () => {
    const result = changes(item, other, 3);
    expect(result.gained).toBeCloseTo(pair.gained, 10);
    expect(result.gains).toEqual(pair.gains);
    expect(result.losses).toEqual(pair.losses);
  });
});

describe("changes", () => {
  it("count every event that gains or loses, however few are named", () => {
    const result = changes(Float64Array.of(0.1, 0.2, 0.7), Float64Array.of(0.3, 0.3, 0.4), 1);
    expect([result.gaining, result.losing]).toEqual([2, 1]);
    expect([result.gains, result.losses]).toEqual([[0], [2]]);
  });
});
