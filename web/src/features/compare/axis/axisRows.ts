// Which answers have a row on the axis. They follow the task: the distinct answers of the examples in
// use and the expected answer, until a person pins rows of their own.

import { promptFor, knownQuery, type Entry } from "../../../core/gallery/gallery";
import { shotsOf } from "../../../core/prompting/editing";
import type { Label, Prompt } from "../../../core/prompting/render";

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
  const asItWas = known !== undefined && expected === known.expected[set];
  return asItWas && outputs.every((text) => rows.has(text) || own.has(text)) ? listed : null;
}

/** Rows that only changed their order stay where they are. */
function sameAnswers(one: readonly Label[], other: readonly Label[]): boolean {
  const texts = new Set(one.map((label) => label.text));
  return one.length === other.length && other.every((label) => texts.has(label.text));
}
