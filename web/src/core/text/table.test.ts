import { describe, expect, it } from "vitest";
import { csv, figure, records, forSheet, withColumns, type Table } from "./table";

const table: Table = {
  caption: "Two answers",
  columns: ["Answer", "p"],
  rows: [
    ["slow, or so", figure(0.6601234, "66.0")],
    ['a "word"', figure(null, "–")],
  ],
};

describe("a figure's table", () => {
  it("keeps numbers in full and quotes what needs it in CSV", () => {
    expect(csv(table)).toBe('Answer,p\r\n"slow, or so",0.6601234\r\n"a ""word""",\r\n');
  });
  it.each(["=1+1", "+1", "-1", "@a", "\tx"])("writes %j so that no spreadsheet runs it", (text) => {
    const [, line] = csv({ caption: "", columns: ["a"], rows: [[text]] }).split("\r\n");
    expect(line).toBe(`'${text}`);
  });
  it("is saved with columns that are not shown, a text for all rows or one a row", () => {
    const saved = withColumns(table, { prompt: ["a", "b"], precision: "int8" });
    expect(csv(saved).split("\r\n")[0]).toBe("Answer,p,prompt,precision");
    expect(records(saved).map(({ prompt, precision }) => [prompt, precision])).toEqual([
      ["a", "int8"],
      ["b", "int8"],
    ]);
    expect(table.columns).toEqual(["Answer", "p"]);
  });
  it("has digits for a spreadsheet that still tell every float32 apart", () => {
    const least = Math.fround(0.657);
    const next = Math.fround(least + 2 ** -24);
    const [a, b, whole] = [100 * least, 100 * next, 175_000_000_001];
    const all = [a, b, whole].map((value) => [figure(value, "")]);
    const values = records(forSheet({ ...table, columns: ["p"], rows: all })).map(({ p }) => p);
    expect(values).toEqual([65.7000005, 65.7000065, whole]);
    expect(values.slice(0, 2).map((p) => Math.fround(Number(p) / 100))).toEqual([least, next]);
    expect(csv(forSheet({ ...table, rows: [["a\nb", figure(0.1, "")]] }))).toContain("a\\nb,0.1");
  });
  it("becomes records with numbers for programs", () => {
    expect(records(table)).toEqual([
      { Answer: "slow, or so", p: 0.6601234 },
      { Answer: 'a "word"', p: null },
    ]);
  });
});
