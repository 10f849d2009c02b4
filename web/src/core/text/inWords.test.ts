import { describe, expect, it } from "vitest";
import { inWords } from "./inWords";

const words = (...texts: (string | null)[]) =>
  inWords(texts, (text) => text).map((word) => word.tokens.map(({ item }) => item));

describe("tokens in words", () => {
  it("join those that begin no word to the one before", () => {
    expect(words(" L", "ighthouse", ".", " The", " sea")).toEqual([
      [" L", "ighthouse", "."],
      [" The"],
      [" sea"],
    ]);
  });
  it("begin a word after a blank and after a line's end", () => {
    expect(inWords([" a", "b\n", "c", null], (text) => text).map(({ at, endsLine }) => [at, endsLine])).toEqual([[0, true], [2, false], [3, false]]); // prettier-ignore
    expect(words("a ", "b", "\n", "c", "d\ne", "f")).toEqual([["a "], ["b"], ["\n"], ["c", "d\ne"], ["f"]]); // prettier-ignore
  });
  it("join a token that has no text of its own, and what follows it", () => {
    expect(words("caf", "", "é", "", " au")).toEqual([["caf", "", "é", ""], [" au"]]);
  });
  it("may part between signs of a script without spaces, but not before a mark", () => {
    expect(words("灯", "塔", "，", "海", "Sea", "side")).toEqual([
      ["灯"],
      ["塔", "，"],
      ["海"],
      ["Sea", "side"],
    ]);
  });
  it("leave what is no token by itself, each with its place", () => {
    expect(words("a", null, "b")).toEqual([["a"], [null], ["b"]]);
    expect(
      inWords(["a", "b", " c"], String).map((word) => word.tokens.map(({ at }) => at)),
    ).toEqual([[0, 1], [2]]);
  });
});
