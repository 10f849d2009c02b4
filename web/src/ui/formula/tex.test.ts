import { describe, expect, it } from "vitest";
import { parseTex, type Formula } from "./tex";

/** The tree in one line: `(a sub b)`. */
function flat(formula: Formula): string {
  switch (formula.kind) {
    case "row":
      return formula.items.map(flat).join(" ");
    case "space":
      return "~";
    case "fraction":
      return `[${flat(formula.over)} over ${flat(formula.under)}]`;
    case "root":
      return `root(${flat(formula.of)})`;
    case "script": {
      const { base, below, above } = formula;
      return `(${flat(base)}${below ? ` sub ${flat(below)}` : ""}${above ? ` sup ${flat(above)}` : ""})`;
    }
    default:
      return formula.text;
  }
}

describe("a formula in TeX", () => {
  it.each([
    ["p(u)", "p ( u )"],
    ["\\prod_{i=1}^n p", "(∏ sub i = 1 sup n) p"],
    ["u_{<i}", "(u sub < i)"],
    ["\\frac{Q K^\\top}{\\sqrt{d_k}} + M", "[Q (K sup ⊤) over root((d sub k))] + M"],
    ["\\text{softmax}(x)", "softmax ( x )"],
    ["-\\infty\\,(j > i)", "− ∞ ~ ( j > i )"],
    ["x_1, \\ldots; \\theta", "(x sub 1) , … ; θ"],
    ["0.97^2", "(0.97 sup 2)"],
    ["\\exp(z_i / T)", "exp ( (z sub i) / T )"],
    ["\\{1\\}", "{ 1 }"],
  ])("reads %s", (text, tree) => {
    expect(flat(parseTex(text))).toBe(tree);
  });
  it.each([
    ["\\oops", "\\oops"],
    ["{a", "without its }"],
    ["a}", "without its {"],
    ["a_", "ends where"],
    ["\\text a", "without braces"],
  ])("refuses %s and says why", (text, why) => {
    expect(() => parseTex(text)).toThrow(why);
  });
});
