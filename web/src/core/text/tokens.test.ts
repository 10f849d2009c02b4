import { describe, expect, it } from "vitest";
import { codePoints, edges, signs, surprise, visible } from "./tokens";

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
