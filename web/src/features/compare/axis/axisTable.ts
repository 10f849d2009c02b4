// The shared axis as a table: an answer a row, a lane a column, and the change of every lane pair.

import { percentDigits, points } from "../../../core/text/numbers";
import { changes, type Row, type Step } from "../../../core/statistics/readings";
import { figure, type Cell, type Table } from "../../../core/text/table";

export interface AxisTableWords {
  tableCaption: string;
  tableAnswer: string;
  legend: (k: number) => string;
  reason: (k: number) => string; // the reasoning lane's
  change: (from: Step, to: Step) => string;
}

/** What stands beside the lanes in the table: the reference marks, by answer. */
export interface ExtraColumn {
  name: string;
  p: Readonly<Record<string, number>>;
}

/** Numbers are in percent and in points, as they are shown; `expected` marks its row. */
export function axisTable(
  rows: readonly (Row & { name: string })[],
  expected: string | null,
  words: AxisTableWords,
  expectedColumn: string,
  extra: readonly ExtraColumn[] = [],
): Table {
  const [first] = rows;
  const pairs = first ? changes(first) : [];
  return {
    caption: words.tableCaption,
    columns: [
      words.tableAnswer,
      ...(first?.values ?? []).map(({ lane, k }) =>
        lane === "reason" ? words.reason(k) : words.legend(k),
      ),
      ...pairs.map(({ from, to }) => words.change(from, to)),
      ...(expected === null ? [] : [expectedColumn]),
      ...extra.map(({ name }) => name),
    ],
    rows: rows.map((row): Cell[] => [
      row.name,
      ...row.values.map(({ p }) => figure(100 * p, percentDigits(p))),
      ...changes(row).map(({ by }) => figure(100 * by, points(by))),
      ...(expected === null ? [] : [row.label === expected ? "✓" : ""]),
      ...extra.map(({ p }) => cell(row.label === null ? undefined : p[row.label])),
    ]),
  };
}

function cell(p: number | undefined): Cell {
  return p === undefined ? figure(null, "–") : figure(100 * p, percentDigits(p));
}
