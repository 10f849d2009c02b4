import { describe, expect, it } from "vitest";
import { arcPath, arcsOf, cellsOf, covered, layTokens, middleOfWord, numbered } from "./arcs";

const OPENING = ["hot", " ->", " cold", "\n", "fast", " ->"];
const FRAME = { cell: 10, line: 40, above: 100, gutter: 50 };

describe("a text over which arcs are drawn", () => {
  it("stands in one line where it fits, a line break as a sign", () => {
    const { tokens, lines, columns } = layTokens(OPENING, 40);
    expect([lines, columns]).toEqual([1, 19]);
    expect(tokens.map(({ text }) => text).join("")).toBe("hot -> cold⏎fast ->");
    expect(tokens.map(({ column }) => column)).toEqual([0, 3, 6, 11, 12, 16]);
  });
  it("stands in its own lines where it does not, and wraps what is longer still", () => {
    expect(layTokens(OPENING, 12).tokens.map(({ line }) => line)).toEqual([0, 0, 0, 0, 1, 1]);
    const { tokens } = layTokens(["abcd", "efgh", "ij"], 6);
    expect(tokens.map(({ line, column }) => [line, column])).toEqual([
      [0, 0],
      [1, 0],
      [1, 4],
    ]);
  });
  it("gives a letter as wide as high two places", () => {
    expect([cellsOf("slow"), cellsOf("慢"), cellsOf("🙂a")]).toEqual([4, 2, 3]);
  });
  it("has an arc over the line, or one beside lines, from the asking token's edge", () => {
    const path = (most: number, from: number, to: number, width: number) => {
      const { tokens } = layTokens(OPENING, most);
      const none = { text: "", line: 0, column: 0, cells: 0 };
      return arcPath(tokens[from] ?? none, tokens[to] ?? none, FRAME, width);
    };
    expect(path(40, 5, 0, 190)).toMatch(/^M180.0 83.0C180.0 .* 15.0 83.0$/);
    expect(path(12, 5, 2, 120)).toMatch(/^M73.0 134.0C.* 113.0 94.0$/);
  });
});

it("an arc ends over the middle of its word, the blank before it aside", () => {
  const at = (text: string) => {
    const token = { text, line: 0, column: 10, cells: cellsOf(text) };
    return middleOfWord(token, FRAME).x;
  };
  expect(["cold", " cold", " ", "  ", " 冷"].map(at)).toEqual([120, 130, 105, 110, 120]);
});

describe("the arcs of a row", () => {
  const row = new Float32Array([0.5, 0.01, 0.3, 0.1, 0.05, 0.04]);
  it("leave out what is hardly looked at, the asking token and a hidden first one", () => {
    expect(arcsOf(row, 5, 0).map(({ to }) => to)).toEqual([4, 3, 2, 0]);
    expect(arcsOf(row, 5, 1).map(({ to }) => to)).toEqual([4, 3, 2]);
  });
  it("have numbers where these do not run into a greater one's", () => {
    const { tokens } = layTokens(OPENING, 40);
    const arcs = arcsOf(row, 5, 0);
    expect([...numbered(arcs, tokens, 4)]).toEqual([0, 2, 4]);
    expect([...numbered(arcs, tokens, 1)]).toEqual([0, 2, 3, 4]);
  });
  it("reach an answer past its line's sign only where that is neither looked at nor asking", () => {
    const of = (most: number, asking: number, ...to: number[]) => {
      const { tokens } = layTokens(OPENING, most);
      const arcs = to.map((place) => ({ to: place, p: 0.1 }));
      return [...covered(arcs, tokens, asking)];
    };
    expect(of(12, 5, 2)).toEqual([3]);
    expect(of(12, 5, 2, 3)).toEqual([]);
    expect(of(12, 3, 2)).toEqual([]); // in one line arcs go over the text
    expect(of(40, 5, 2)).toEqual([]);
    expect(of(12, 5, 0)).toEqual([]);
  });
});
