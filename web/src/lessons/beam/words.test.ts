import { describe, expect, it } from "vitest";
import { words as en } from "./words.en";
import { words as zh } from "./words.zh";

describe("the lesson on beam search", () => {
  it.each([en, zh])("calls a beam of one greedy only where the sum is not divided", (words) => {
    expect(words.text.join(" ")).toMatch(/b = 1.{1,5}α = 0/);
    expect(words.figure.best(1, "x", "1 %")).not.toMatch(/greedy|贪心/i);
  });
});
