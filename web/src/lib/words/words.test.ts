import { describe, expect, it } from "vitest";
import { en } from "./en";
import { zh } from "./zh";

type Tree = Record<string, unknown>;

function paths(tree: Tree, prefix = ""): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? paths(value as Tree, `${prefix}${key}.`)
      : [`${prefix}${key}: ${Array.isArray(value) ? "list" : typeof value}`],
  );
}

function texts(tree: Tree, prefix = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    if (typeof value === "string") return [[prefix + key, value]];
    return typeof value === "object" && value !== null
      ? texts(value as Tree, `${prefix}${key}.`)
      : [];
  });
}

describe("the words of the page", () => {
  it("have the same keys and kinds in both languages", () => {
    expect(paths(zh as unknown as Tree).sort()).toEqual(paths(en as unknown as Tree).sort());
  });
  it("leave nothing empty but what ends a sentence in no way", () => {
    const empty = texts(zh as unknown as Tree).filter(([, text]) => text === "");
    expect(empty.map(([key]) => key)).toEqual(
      texts(en as unknown as Tree)
        .filter(([, text]) => text === "")
        .map(([key]) => key),
    );
  });
  it("are not shouted", () => {
    for (const words of [en, zh]) {
      const shouted = texts(words as unknown as Tree).filter(([, text]) => /[!！]/.test(text));
      expect(shouted).toEqual([]);
    }
  });
});
