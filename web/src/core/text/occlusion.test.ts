import { describe, expect, it } from "vitest";
import { nearlyMost, pieces, repeats, without, wordsOf } from "./occlusion";

const each = (text: string) => wordsOf(text).map((word) => without(text, word));

it("words that read the same are told apart by their order", () => {
  expect(repeats(wordsOf("of all, the city of"))).toEqual([
    { place: 1, count: 2 },
    { place: 1, count: 1 },
    { place: 1, count: 1 },
    { place: 1, count: 1 },
    { place: 2, count: 2 },
  ]);
});

it("tells which words bring nearly as much as the one that brings most", () => {
  expect(nearlyMost([-0.754, -0.772, -0.692, -0.771, -0.772])).toEqual([0, 1, 3, 4]);
  expect(nearlyMost([-0.3, 0.3, -0.03])).toEqual([0]); // none that changes the other way
  expect(nearlyMost([0.03, 0.01])).toEqual([0]); // of small changes not all are near
});

describe("a text with a word taken out", () => {
  it("loses the blanks before it, and at a line's beginning those after it", () => {
    expect(each("The capital of France")).toEqual([
      "capital of France",
      "The of France",
      "The capital France",
      "The capital of",
    ]);
    expect(each("  a b")).toEqual(["  b", "  a"]);
  });
  it("keeps its lines", () => {
    expect(each("hot -> cold\nfast ->")).toEqual([
      "-> cold\nfast ->",
      "hot cold\nfast ->",
      "hot ->\nfast ->",
      "hot -> cold\n->",
      "hot -> cold\nfast",
    ]);
  });
  it("loses one sign where words are written without blanks", () => {
    expect(each("猫 is 小猫")).toEqual(["is 小猫", "猫 小猫", "猫 is猫", "猫 is 小"]);
  });
  it("is the whole text in pieces", () => {
    for (const text of ["", " ", "a", " 小猫 sat\n\n on it.\n", "a\tb  c "]) {
      const cut = pieces(text, wordsOf(text));
      expect(cut.map((piece) => piece.text).join("")).toBe(text);
      expect(cut.filter(({ word }) => word !== null)).toHaveLength(wordsOf(text).length);
    }
  });
});
