import { describe, expect, it } from "vitest";
import type { TokenEvent } from "../api/events";
import {
  codePoints,
  edges,
  forkBlock,
  sameTokens,
  short,
  signs,
  surprise,
  visible,
  Vocabulary,
} from "./tokens";

describe("tokens", () => {
  it("shows a token of only blanks as signs and leaves words alone", () => {
    expect(visible(" ")).toBe("␣");
    expect(visible("\n")).toBe("⏎");
    expect(visible("\n\nQ")).toBe("⏎⏎Q");
    expect(visible(" slow")).toBe(" slow");
  });
  it("shows every blank where a token stands alone", () => {
    expect(signs(" a\tb\n")).toBe("␣a⇥b⏎");
  });
  it("shows the blanks at the edges of a longer text", () => {
    expect(edges(" to be \n")).toBe("␣to be␣⏎");
  });
  it("cuts by code points, not by halves of an emoji", () => {
    expect(codePoints("a😀b", 1, 2)).toBe("😀");
  });
  it("bounds surprise", () => {
    expect(surprise(0)).toBe(0);
    expect(surprise(-4)).toBe(0.5);
    expect(surprise(-99)).toBe(1);
  });
});

function token(id: number, text: string): TokenEvent {
  return { id, text } as TokenEvent;
}

function piece(id: number) {
  return { id, text: "", start: 0, end: 0, part: null, special: false };
}

const other = { id: 7, text: " slow", p: 0.1 };

describe("continuing from another token", () => {
  it("takes any whole text", () => {
    expect(forkBlock(other, 1, [token(2, " a")])).toBeNull();
    expect(forkBlock({ ...other, text: "\n" }, 1, [])).toBeNull();
    expect(forkBlock({ ...other, text: "<b>" }, 1, [])).toBeNull();
  });
  it.each([
    [other, 7, [], "drawn"],
    [{ ...other, text: "<0xE4>" }, 1, [], "part"],
    [{ ...other, text: " <0xE4><0xBD>" }, 1, [], "part"],
    [{ ...other, text: "" }, 1, [], "part"],
    [{ ...other, text: "<|im_end|>" }, 1, [], "special"],
    [other, 1, [token(2, "")], "unfinished"],
    [other, 1, [token(2, "\ufffd")], "unfinished"],
  ] as const)("does not take %j instead of %j after %j: %s", (item, drawn, before, why) => {
    expect(forkBlock(item, drawn, before)).toBe(why);
  });
  it("knows when the text is cut into other tokens", () => {
    const before = [token(3, "a")];
    expect(sameTokens([1, 2, 3, 4].map(piece), [1, 2].map(piece), before, 4)).toBe(true);
    expect(sameTokens([1, 2, 9].map(piece), [1, 2].map(piece), before, 4)).toBe(false);
  });
  it("cuts long texts by letters", () => {
    expect(short("❄❄❄", 3)).toBe("❄❄❄");
    expect(short("incomprehensible", 8)).toBe("incompr…");
  });
});

describe("the texts of tokens", () => {
  const words = new Vocabulary(new Map([[1, " walking"], [2, ""], [3, "#3"]])); // prettier-ignore
  it("show a token as it is, and never its number", () => {
    expect([1, 2, 3, 6139].map((id) => words.shown(id))).toEqual(["␣walking", "∅", "…", "…"]);
  });
  it("keep in a file which one is not known", () => {
    expect([1, 2, 3, 6139].map((id) => words.text(id))).toEqual([" walking", "", "#3", "#6139"]);
  });
});
