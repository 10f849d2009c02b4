import { describe, expect, it } from "vitest";
import { byText, gapLines, gapsIn, leftOf } from "./gaps";

const TEXT = "The [MASK] of [MASK] is Paris.";

describe("gaps", () => {
  it("are counted", () => {
    expect([gapsIn(""), gapsIn("[MASK]"), gapsIn(TEXT)]).toEqual([0, 1, 2]);
  });
  it("leave the text before them without its last space, which is the token's", () => {
    expect(leftOf(TEXT, 0, [])).toBe("The");
    expect(leftOf("[MASK] of", 0, [])).toBe("");
    expect(leftOf("a  [MASK]", 0, [])).toBe("a ");
  });
  it("hold the tokens of gaps before them, each with its own space", () => {
    expect(leftOf(TEXT, 1, [" capital"])).toBe("The capital of");
    expect(leftOf("[MASK][MASK] x [MASK]", 2, ["Go", "od"])).toBe("Good x");
    expect(leftOf("un[MASK] [MASK]", 1, ["##der"])).toBe("un##der");
  });
});

describe("the lines of a gap", () => {
  const answered = {
    alternatives: [
      { text: " France", p: 0.5 },
      { text: " Spain", p: 0.25 },
      { text: " it", p: 0.0625 },
    ],
  };
  const next = new Map([
    [" the", 0.5],
    [" a", 0.25],
    [" France", 0.125],
  ]);
  it("are the likeliest of both models, and what is left of each", () => {
    expect(gapLines(answered, next, 2)).toEqual([
      { text: " France", filled: 0.5, next: 0.125 },
      { text: " Spain", filled: 0.25, next: null },
      { text: " the", filled: null, next: 0.5 },
      { text: " a", filled: null, next: 0.25 },
      { text: "", filled: 0.25, next: 0.125 },
    ]);
  });
  it("are those of the masked model alone where no other is asked", () => {
    expect(gapLines(answered, null, 1)).toEqual([
      { text: " France", filled: 0.5, next: null },
      { text: "", filled: 0.5, next: null },
    ]);
  });
  it("sum up tokens of one text and leave out ids without one", () => {
    const sums = byText([0.5, 0.25, 0.125, 0.125], [" a", "b", " a", ""]);
    expect([...sums]).toEqual([
      [" a", 0.625],
      ["b", 0.25],
    ]);
  });
});
