// The recorded verdicts: what examples taught the model on each gallery task, with 95 % intervals.
//
// `make verdicts` writes the file; `shotglass_export/evaluation` says how each figure is made.

import data from "../../gallery/verdicts.json";
import { percentDigits } from "../text/numbers";

export type Verdict = "task learned" | "form learned" | "null";
export type Interval = readonly [value: number, low: number, high: number]; // as probabilities

/** The first k examples, over all items. */
export interface AtK {
  k: number;
  form: Interval; // mean mass on all labels
  choice: Interval; // mean share of the expected answer in that mass
  right: Interval; // how often it had the largest share (Wilson)
  count: number; // that, as items
}

/** From no example to all of them, over the same items. */
export interface Gain {
  form: Interval;
  right: Interval;
  gained: number; // items that went from wrong to right
  lost: number;
  p: number; // of the exact paired test on these two
}

export interface SetVerdict {
  set: string;
  verdict: Verdict;
  chance: number; // right items of someone who guesses
  by_k: readonly AtK[];
  gain: Gain;
}

export interface TaskVerdict {
  id: string;
  n: number;
  sets: readonly SetVerdict[];
}

export interface Verdicts {
  format: 1;
  model: {
    id: string;
    name: string;
    precision: string;
    graph: string; // sha256, as the two below
    weights: string;
    tokenizer: string;
  };
  recorded: string; // 2026-11-24
  ks: readonly number[];
  shots: string;
  rule: string;
  tasks: readonly TaskVerdict[];
}

/** Comes with the page: what was measured stands beside a task from the first moment. */
export const VERDICTS = data as unknown as Verdicts;

export function taskVerdict(verdicts: Verdicts, id: string): TaskVerdict | undefined {
  return verdicts.tasks.find((task) => task.id === id);
}

/** The verdict on one shot set of a task. */
export function setVerdict(verdicts: Verdicts, id: string, set: string): SetVerdict | undefined {
  return taskVerdict(verdicts, id)?.sets.find((item) => item.set === set);
}

/** The number of examples with most questions right, the fewest of equals: known in hindsight only. */
export function bestK(verdict: SetVerdict): AtK | null {
  return verdict.by_k.reduce<AtK | null>(
    (best, at) => (best === null || at.right[0] > best.right[0] ? at : best),
    null,
  );
}

/** Whether the record was made by the model whose graph has this sha256. */
export function isOf(verdicts: Verdicts, graphSha256: string): boolean {
  return verdicts.model.graph === graphSha256;
}

/** `72.5 % [65.9, 78.2]`, and with `n`: `72.5 % [65.9, 78.2] n = 200`. */
export function withInterval([value, low, high]: Interval, n?: number): string {
  const text = `${percentDigits(value)}\u202f% [${percentDigits(low)}, ${percentDigits(high)}]`;
  return n === undefined ? text : `${text} n = ${String(n)}`;
}

/** Whether a gain's interval lies on one side of nothing. */
export function excludesNothing([, low, high]: Interval): boolean {
  return low > 0 || high < 0;
}

export interface VerdictRow {
  k: number;
  form: string;
  choice: string;
  right: string;
}

/** A set's figures as text, one row a k: what "show as table" shows. */
export function rowsOf(verdict: SetVerdict): VerdictRow[] {
  return verdict.by_k.map((at) => ({
    k: at.k,
    form: withInterval(at.form),
    choice: withInterval(at.choice),
    right: withInterval(at.right),
  }));
}
