import { describe, expect, it } from "vitest";
import { separatorOf } from "../../../../core/rows/table";
import { isTable, parseRows, rowFault } from "./rows";

/** A row of numbers that looks random and is the same every time (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const LETTERS = ["a", "é", "快", " ", '"', ",", "\t", "\n", "\r\n", "'", "😀"];

function written(rows: string[][], separator: string, lineEnd: string): string {
  const cell = (text: string) =>
    /[",\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => row.map(cell).join(separator)).join(lineEnd);
}

describe("rows", () => {
  it.each(["\t", ","] as const)("come back from any quoted table parted by %j", (separator) => {
    const next = random(7);
    for (let round = 0; round < 300; round += 1) {
      const width = 2 + Math.floor(2 * next());
      const rows = Array.from({ length: 1 + Math.floor(4 * next()) }, () =>
        Array.from({ length: width }, () =>
          Array.from(
            { length: Math.floor(5 * next()) },
            () => LETTERS[Math.floor(LETTERS.length * next())] ?? "",
          ).join(""),
        ),
      ).filter((row) => row.some((cell) => cell !== ""));
      const text = written(rows, separator, next() < 0.5 ? "\n" : "\r\n");
      expect(parseRows(text)).toEqual(rows);
      if (rows.length > 0) expect(separatorOf(text)).toBe(separator);
    }
  });
  it("are parted by arrows, as Measure reads them", () => {
    const text = "dog -> bark\ncat → meow\n\nduck=>  quack\n";
    const pairs = [
      ["dog", "bark"],
      ["cat", "meow"],
      ["duck", "quack"],
    ];
    expect(parseRows(text)).toEqual(pairs);
    expect(parseRows("think -> of it -> now")).toEqual([["think", "of it", "now"]]);
    expect(parseRows("a -> b,c\nd,e")).toEqual([
      ["a -> b", "c"],
      ["d", "e"],
    ]);
  });
  it("end with or without a line break, and blank lines are none", () => {
    expect(parseRows("a\tb\n\nc\td\n")).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
    expect(parseRows("a\tb\r\nc\t")).toEqual([
      ["a", "b"],
      ["c", ""],
    ]);
    expect(parseRows("")).toEqual([]);
  });
  it("keep quotes that are not around a whole cell", () => {
    expect(parseRows('5" disk,"he said ""no"""')).toEqual([['5" disk', 'he said "no"']]);
    expect(parseRows('"open,b')).toEqual([['"open', "b"]]);
    expect(parseRows('"a"b,c')).toEqual([['"a"b', "c"]]);
  });
});

describe("a row that does not fit", () => {
  it("is named, with its cells", () => {
    expect(rowFault([["a", "b"], ["c"]])).toEqual({ row: 2, cells: 1 });
    expect(rowFault([["a"]])).toEqual({ row: 1, cells: 1 });
    expect(rowFault([["a", "b", "c", "d"]])).toEqual({ row: 1, cells: 4 });
    expect(rowFault([["a", "b"], ["c", "d", "e"]])).toEqual({ row: 2, cells: 3 }); // prettier-ignore
    expect(rowFault([["a", "b", "c"]])).toBeNull();
  });
});

describe("text pasted into a field", () => {
  it("is a table when its cells are parted by tabs, or on several lines by commas or arrows", () => {
    expect(isTable("hot -> cold\ntall -> short\n")).toBe(true);
    expect(isTable("hot\tcold")).toBe(true);
    expect(isTable("hot,cold\ntall,short\n")).toBe(true);
  });
  it("stays text otherwise", () => {
    expect(isTable("Paris, France")).toBe(false);
    expect(isTable("hot -> cold")).toBe(false);
    expect(isTable("one line\nand another")).toBe(false);
    expect(isTable("Yes, it is.\nNo.")).toBe(false);
  });
});
