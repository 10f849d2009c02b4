// The samples of the experiment by their beginnings: what the model wrote, before and after training.

import type { Result } from "../../../../core/experiments/result";
import beginnings from "./beginnings.json";

/** The sixteen tokens that were given, and what was written on by the condition: `before`, or a β. */
export interface Sample {
  beginning: string;
  continuations: readonly (readonly [condition: string, text: string])[];
}

/** Throws Error where the result has no samples. */
export function samplesOf(result: Result): Sample[] {
  const table = result.tables.find(({ name }) => name === "samples");
  if (table === undefined) throw new Error(`${result.name} has no samples.`);
  const rows = table.rows.map(([condition, text]) => [String(condition), String(text)] as const);
  return beginnings.map((beginning) => ({
    beginning,
    continuations: rows
      .filter(([, text]) => text.startsWith(beginning))
      .map(([condition, text]) => [condition, text.slice(beginning.length)] as const)
      .sort(([a], [b]) => weight(a) - weight(b)),
  }));
}

/** Before first, then by β, as in the figures. */
function weight(condition: string): number {
  return condition === "before" ? -Infinity : Number(condition);
}
