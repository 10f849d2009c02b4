import { describe, expect, it } from "vitest";
import { carriedLengths, partsOfSum } from "./carried";

const row = Float32Array.of(0.75, 0.125, 0.125);

describe("what attention carries", () => {
  it("is attention times the length of what each token hands on", () => {
    const lengths = carriedLengths(row, Float32Array.of(0.5, 2, 4));
    expect([...lengths]).toEqual([0.375, 0.25, 0.5]);
    expect([...partsOfSum(lengths)]).toEqual([0.375, 0.25, 0.5].map((n) => Math.fround(n / 1.125)));
  });
  it("is attention itself where all hand on as much, and nothing where none does", () => {
    expect([...partsOfSum(carriedLengths(row, Float32Array.of(2, 2, 2)))]).toEqual([...row]);
    expect([...partsOfSum(Float32Array.of(0, 0))]).toEqual([0, 0]);
  });
});
