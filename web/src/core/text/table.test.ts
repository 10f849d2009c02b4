import { describe, expect, it } from "vitest";
import { csv, figure, records, withPrecision, type Table } from "./table";

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
  it("is saved with the precision of every row", () => {
    const saved = withPrecision(table, "int8");
    expect(csv(saved).split("\r\n")[0]).toBe("Answer,p,precision");
    expect(records(saved).map((row) => row.precision)).toEqual(["int8", "int8"]);
    expect(table.columns).toEqual(["Answer", "p"]);
  });
  it("becomes records with numbers for programs", () => {
    expect(records(table)).toEqual([
      { Answer: "slow, or so", p: 0.6601234 },
      { Answer: 'a "word"', p: null },
    ]);
  });
});
