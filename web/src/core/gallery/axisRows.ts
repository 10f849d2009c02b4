// Which answers have a row on the axis. They follow the task: the distinct answers of the examples in
// use and the expected answer, until a person pins rows of their own.

import { lookup } from "../lookup";
import { promptFor, knownQuery, type Entry } from "./gallery";
import { shotsOf } from "../prompting/editing";
import type { Label, Prompt } from "../prompting/render";
import { percentDigits, points } from "../text/numbers";
import { changes, type Row, type Step } from "../statistics/readings";
import { figure, type Cell, type Table } from "../text/table";

export const MOST_ROWS = 9; // eight examples' and the expected answer; the page names what has none

/** Who chose the rows, and what the task holds that has none. Texts as the prompt holds them. */
export interface RowsReport {
  by: "examples" | "task" | "person";
  missing: string[]; // the examples' answers without a row
  given: number; // how many different answers the examples give
  expectedMissing: boolean;
}

/** The different answers of the examples in use, in the order of their first appearance. */
export function outputsOf(prompt: Prompt, set: string): string[] {
  const outputs = shotsOf(prompt, set).map((shot) => shot.output);
  return [...new Set(outputs.filter((text) => text.trim() !== ""))];
}

/** The prompt with the rows that follow its task; a prompt that is read as text keeps its own. */
export function withRows(entry: Entry | undefined, prompt: Prompt, set: string): Prompt {
  if (prompt.readout === "text") return prompt;
  const listed = taskRows(entry, prompt, set);
  if (listed !== null) return { ...prompt, labels: listed };
  const labels = examplesRows(prompt, set);
  return sameAnswers(labels, prompt.labels) ? prompt : { ...prompt, labels };
}

/** Whether the prompt's rows are others than those that follow its task: someone chose them. */
export function isPinned(entry: Entry | undefined, prompt: Prompt, set: string): boolean {
  if (prompt.readout === "text" || prompt.labels.length === 0) return false;
  return !sameAnswers(withRows(entry, prompt, set).labels, prompt.labels);
}

export function report(
  entry: Entry | undefined,
  prompt: Prompt,
  set: string,
  pinned: boolean,
): RowsReport {
  const rows = new Set(prompt.labels.map((label) => label.text));
  const outputs = outputsOf(prompt, set);
  const { expected } = prompt.query;
  const followed = sameAnswers(examplesRows(prompt, set), prompt.labels);
  const ofTask = !followed && taskRows(entry, prompt, set) !== null;
  return {
    by: pinned ? "person" : ofTask ? "task" : "examples",
    missing: outputs.filter((text) => !rows.has(text)),
    given: outputs.length,
    expectedMissing: expected !== undefined && !rows.has(expected),
  };
}

/** The expected answer first where no example has it, then the examples' as far as there is room. */
function examplesRows(prompt: Prompt, set: string): Label[] {
  const outputs = outputsOf(prompt, set);
  const expected = prompt.query.expected ?? "";
  const alone = expected.trim() !== "" && !outputs.slice(0, MOST_ROWS).includes(expected);
  const texts = alone ? [expected, ...outputs.filter((text) => text !== expected)] : outputs;
  return texts.slice(0, MOST_ROWS).map((text) => ({ text }));
}

/**
 * The rows that a gallery task lists itself, as long as they fit what is asked: they hold every
 * answer of the task as it is, or question, expected answer and examples' answers are the task's.
 */
function taskRows(entry: Entry | undefined, prompt: Prompt, set: string): Label[] | null {
  if (entry === undefined) return null;
  const { input, expected } = prompt.query;
  const known = knownQuery(entry, input);
  if (known === undefined && entry.queries.some((query) => query.labels)) return null;
  const question = known ?? { ...entry.prompt.query, expected: {} };
  const listed = promptFor(
    { ...entry, queries: [question], items: [] },
    question.input,
    set,
  ).labels;
  const rows = new Set(listed.map((label) => label.text));
  const outputs = outputsOf(prompt, set);
  const all = expected === undefined ? outputs : [...outputs, expected];
  if (all.every((text) => rows.has(text))) return listed;
  const own = new Set(outputsOf(entry.prompt, set));
  const asItWas = known !== undefined && expected === lookup(known.expected, set);
  return asItWas && outputs.every((text) => rows.has(text) || own.has(text)) ? listed : null;
}

/** Rows that only changed their order stay where they are. */
function sameAnswers(item: readonly Label[], other: readonly Label[]): boolean {
  const texts = new Set(item.map((label) => label.text));
  return item.length === other.length && other.every((label) => texts.has(label.text));
}

// The shared axis as a table: an answer a row, a lane a column, and the change of every lane pair.

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
  other?: number; // of any other token, where it is known
}

/** A second model's lanes as columns beside the first one's; `words` name them. */
export function laneColumns(rows: readonly Row[], words: AxisTableWords): ExtraColumn[] {
  const lanes = rows.find((row) => row.values.length > 0)?.values ?? [];
  return lanes.map(({ lane, k }) => {
    const match = (row: Row) => row.values.find((value) => value.lane === lane)?.p;
    const any = rows.find((row) => row.label === null);
    const p = rows.flatMap((row) => {
      const value = match(row);
      return row.label === null || value === undefined ? [] : [[row.label, value]];
    });
    const other = any === undefined ? undefined : match(any);
    return {
      name: lane === "reason" ? words.reason(k) : words.legend(k),
      p: Object.fromEntries(p) as Record<string, number>,
      ...(other === undefined ? {} : { other }),
    };
  });
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
      ...extra.map(({ p, other }) => cell(row.label === null ? other : lookup(p, row.label))),
    ]),
  };
}

function cell(p: number | undefined): Cell {
  return p === undefined ? figure(null, "–") : figure(100 * p, percentDigits(p));
}
