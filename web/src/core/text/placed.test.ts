import { describe, expect, it } from "vitest";
import { counted, placed } from "./placed";

describe("a sentence with places", () => {
  it("holds what it is given", () => {
    expect(placed("b = {width} finds “{text}”.", { width: 2, text: "a $1" })).toBe(
      "b = 2 finds “a $1”.",
    );
  });
  it("says which place has no value", () => {
    expect(() => placed("{width} and {height}", { width: 2 })).toThrow("{height} has no value");
  });
  it("has a form for none and for one where it gives one", () => {
    const forms = { zero: "none", one: "one token", other: "{n} tokens after {k}" };
    const sentences = [0, 1, 2].map((n) => counted(forms, n, { k: 8 }));
    expect(sentences).toEqual(["none", "one token", "2 tokens after 8"]);
    expect(counted({ other: "{n} 个" }, 1)).toBe("1 个");
  });
});
