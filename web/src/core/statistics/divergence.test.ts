import { describe, expect, it } from "vitest";
import golden from "../../../../tests/contract/divergence.json";
import { changes, jensenShannon } from "./divergence";

describe.each(golden.pairs)("two distributions: $name", (pair) => {
  const [one, other] = [Float64Array.from(pair.one), Float64Array.from(pair.other)];

  it("are as many bits apart as numpy finds, either way", () => {
    expect(jensenShannon(one, other)).toBeCloseTo(pair.bits, 10);
    expect(jensenShannon(other, one)).toBeCloseTo(pair.bits, 10);
  });
  it("gain and lose what numpy finds, the largest first", () => {
    const found = changes(one, other, 3);
    expect(found.gained).toBeCloseTo(pair.gained, 10);
    expect(found.gains).toEqual(pair.gains);
    expect(found.losses).toEqual(pair.losses);
  });
});

describe("changes", () => {
  it("count every event that gains or loses, however few are named", () => {
    const found = changes(Float64Array.of(0.1, 0.2, 0.7), Float64Array.of(0.3, 0.3, 0.4), 1);
    expect([found.gaining, found.losing]).toEqual([2, 1]);
    expect([found.gains, found.losses]).toEqual([[0], [2]]);
  });
});
