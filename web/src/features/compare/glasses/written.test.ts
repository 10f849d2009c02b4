import { describe, expect, it } from "vitest";
import { inFigure, wordOf } from "./written";

const blank = { space: "(space)", line: "(new line)", tab: "(tab)" };

describe("a probability in a figure", () => {
  it.each([
    [0, "0.0"],
    [0.0004, "<\u202f0.1"],
    [0.0214, "2.1"],
    [0.0994, "9.9"],
    [0.0996, "10"],
    [0.657, "66"],
    [0.9996, ">\u202f99.9"],
    [1, "100.0"],
  ])("%f is %s", (p, written) => expect(inFigure(p)).toBe(written));
});

describe("a token as a word", () => {
  it.each([
    [" slow", "slow"],
    [" ", "(space)"],
    ["\n\n", "(new line)"],
    ["\t", "(tab)"],
    [" a\nb", "a b"],
  ])("%j is %s", (text, word) => expect(wordOf(text, blank)).toBe(word));
});
