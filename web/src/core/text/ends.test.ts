import { describe, expect, it } from "vitest";
import { inBlanks, withoutEnd } from "./ends";

describe("withoutEnd", () => {
  it("takes signs of a kind from the end alone", () => {
    expect(withoutEnd(" a b \t", /[ \t]/)).toBe(" a b");
    expect(withoutEnd("a\n\nb\n\n", /\n/)).toBe("a\n\nb");
  });

  it("leaves what ends in another sign, and nothing of what has no other", () => {
    expect(withoutEnd("a", /\n/)).toBe("a");
    expect(withoutEnd("\n\n", /\n/)).toBe("");
    expect(withoutEnd("", /\n/)).toBe("");
  });
});

describe("inBlanks", () => {
  it("parts a text from the blanks around it", () => {
    expect(inBlanks(" \n a b\t")).toEqual([" \n ", "a b", "\t"]);
    expect(inBlanks("a")).toEqual(["", "a", ""]);
  });

  it("has blanks alone before it", () => {
    expect(inBlanks("  ")).toEqual(["  ", "", ""]);
    expect(inBlanks("")).toEqual(["", "", ""]);
  });
});
