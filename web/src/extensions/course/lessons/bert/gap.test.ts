import { describe, expect, it } from "vitest";
import { examplesOf, likeliest, measuredGap } from "./gap";
import type { Result } from "../../../../core/experiments/result";

const columns = ["text", "token", "masked twin", "GPT"];
const rows = [
  ["The [MASK] sat.", " dog", 0.2, 0.1],
  ["The [MASK] sat.", " cat", 0.5, 0.1],
  ["The [MASK] sat.", " old", 0.01, 0.4],
  ["A [MASK].", " man", 0.3, 0.3],
];
const result = { tables: [{ name: "examples", columns, rows }] } as unknown as Result;

describe("a gap of the experiment", () => {
  it("is known by its text, each text once", () => {
    expect(examplesOf(result)).toEqual(["The [MASK] sat.", "A [MASK]."]);
    expect(measuredGap(result, "Another [MASK].")).toBeNull();
  });
  it("has a line a token, likeliest first for the masked model, and all that is left", () => {
    const { lines, left, measured } = measuredGap(result, "The [MASK] sat.") ?? {};
    expect(lines?.map(({ text }) => text)).toEqual([" cat", " dog", " old", ""]);
    expect(lines?.at(-1)?.filled).toBeCloseTo(0.29, 12);
    expect(lines?.at(-1)?.next).toBeCloseTo(0.4, 12);
    expect([left, measured]).toEqual(["The", true]);
  });
  it("has a likeliest token for each model", () => {
    const lines = measuredGap(result, "The [MASK] sat.")?.lines ?? [];
    expect(likeliest(lines, "filled")).toEqual({ text: " cat", p: 0.5 });
    expect(likeliest(lines, "next")).toEqual({ text: " old", p: 0.4 });
    expect(likeliest([], "next")).toBeNull();
  });
});
