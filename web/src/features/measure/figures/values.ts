// What a figure draws of a cell: the server's figures where all was measured, else means over the
// conditions that are finished, without an interval.

import { mean } from "../../../core/measurement/readings";
import type { Value } from "../../../core/gallery/finding";
import { isWhole, type Measurement } from "../../../core/measurement/record";

export const MEASURES = ["right", "calibrated", "form"] as const;
export type MeasureName = (typeof MEASURES)[number];

/** null: not measured yet, or without calibration. */
export function valueOf(record: Measurement, at: number, measure: MeasureName): Value | null {
  if (isWhole(record)) return record.figures.cells[at]?.[measure] ?? null;
  const cell = record.cells[at];
  const rows = (cell?.conditions ?? []).flatMap((place) => {
    const row = record.read[cell?.model ?? 0]?.[place]?.row;
    return row === undefined ? [] : [row];
  });
  const [first] = rows;
  if (first === undefined) return null;
  if (measure === "form") return { value: mean(rows.map(({ form }) => form)) };
  if (cell?.conditions.length === 1) return first[measure];
  const values = rows.flatMap((row) => row[measure]?.value ?? []);
  return values.length === 0 ? null : { value: mean(values) };
}

/** What guessing gives: known once all is measured, else from the answers of the first question. */
export function chanceOf(record: Measurement): number | null {
  if (isWhole(record)) return record.figures.chance;
  const logprobs = record.read.flat().find((result) => result !== null)?.readings.items;
  if (logprobs === undefined || logprobs.length === 0) return null;
  return mean(logprobs.map((labels) => 1 / labels.length));
}

/** How many conditions are finished, of how many. */
export function finishedOf({ read }: Measurement): { done: number; all: number } {
  const all = read.flat();
  return { done: all.filter((result) => result !== null).length, all: all.length };
}
