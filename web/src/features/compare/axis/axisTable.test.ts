import { describe, expect, it } from "vitest";
import { axisTable } from "./axisTable";
import { rows, type Step } from "../../../core/statistics/readings";
import { shown } from "../../../core/text/table";
import { scoreOf } from "../../../core/testing";

const words = {
  tableCaption: "c",
  tableAnswer: "Answer",
  legend: (k: number) => `k ${k}`,
  reason: (k: number) => `k ${k}, reasoning`,
  change: (from: Step, to: Step) => `${from} to ${to}`,
};
const scored = [
  { lane: "zero" as const, k: 0, score: scoreOf({ a: 0.1, b: 0.2 }) },
  { lane: "one" as const, k: 1, score: scoreOf({ a: 0.3, b: 0.2 }) },
  { lane: "few" as const, k: 4, score: scoreOf({ a: 0.6, b: 0.1 }) },
];
const named = rows(scored).map((row) => ({ ...row, name: row.label ?? "other" }));

describe("the axis as a table", () => {
  it("has every lane and every pair of lanes, and marks the expected answer", () => {
    const table = axisTable(named, "a", words, "expected");
    expect(table.columns).toEqual(
      ["Answer", "k 0", "k 1", "k 4", "0 to 1", "0 to 4", "1 to 4", "expected"], // prettier-ignore
    );
    expect(table.rows[0]?.map(shown)).toEqual(
      ["a", "10.0", "30.0", "60.0", "+20.0", "+50.0", "+30.0", "✓"], // prettier-ignore
    );
    expect(table.rows.map((row) => shown(row[7] ?? "-"))).toEqual(["✓", "", ""]);
  });
  it("holds reference marks last, where a row has one", () => {
    const table = axisTable(named, null, words, "expected", [{ name: "N/A", p: { a: 0.25 } }]);
    expect(table.rows.map((row) => shown(row[7] ?? ""))).toEqual(["25.0", "–", "–"]);
  });
  it("names the reasoning lane by its letter", () => {
    const reason = { lane: "reason" as const, k: 4, score: scoreOf({ a: 0.5, b: 0.1 }) };
    const four = rows([...scored, reason]).map((row) => ({ ...row, name: "" }));
    const { columns } = axisTable(four, null, words, "");
    expect(columns.slice(3, 5)).toEqual(["k 4", "k 4, reasoning"]);
    expect(columns.slice(5)).toEqual(["0 to 1", "0 to 4", "0 to R", "1 to 4", "1 to R", "4 to R"]);
  });
  it("leaves the mark's column out where no answer is expected", () => {
    expect(axisTable(named, null, words, "expected").columns).toHaveLength(7);
  });
});
