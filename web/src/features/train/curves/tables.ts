// The tables behind Train's figures: one row a step that was measured.

import { count, decimal, percentDigits } from "../../../core/text/numbers";
import { figure, type Cell, type Table } from "../../../core/text/table";
import { pointAt, type Curve } from "../../../ui/figures/training/chart";
import { isMeasured, type Line } from "../runs/run";

/** A column of numbers: its curve, its head, how its numbers are written. */
export interface Column {
  curve: Curve;
  head: string;
  written: (y: number) => string;
}

/** Curves side by side, `heads` over step and tokens (and labels where there are three). */
export function curveTable(
  caption: string,
  heads: readonly string[],
  columns: readonly Column[],
  lines: readonly Line[],
): Table {
  const counted = countsAt(lines);
  const steps = columns.flatMap(({ curve }) => curve.points.map((point) => point.step));
  return {
    caption,
    columns: [...heads, ...columns.map((column) => column.head)],
    rows: [...new Set(steps)]
      .sort((a, b) => a - b)
      .map((step) => [
        count(step),
        ...[counted.tokens, counted.labels]
          .slice(0, heads.length - 1)
          .map((by) => number(by, step)),
        ...columns.map((column) => cellOf(column, step)),
      ]),
  };
}

function countsAt(lines: readonly Line[]) {
  const tokens = new Map<number, number>();
  const labels = new Map<number, number>();
  for (const line of lines.filter(isMeasured)) {
    tokens.set(line.step, line.tokens);
    if (line.label_predictions != null) labels.set(line.step, line.label_predictions);
  }
  return { tokens, labels };
}

function number(by: ReadonlyMap<number, number>, step: number): Cell {
  const value = by.get(step) ?? null;
  return figure(value, value === null ? "–" : count(value));
}

/** Empty where this curve was not measured at that step. */
function cellOf({ curve, written }: Column, step: number): Cell {
  const point = pointAt(curve, step);
  const y = point?.step === step ? point.y : null;
  return figure(y, y === null ? "–" : written(y));
}

export const asPercent = percentDigits;

/** Small numbers by their size: a loss with three decimals, a learning rate with its power of ten. */
export function plain(y: number): string {
  if (y === 0) return "0";
  return Math.abs(y) < 0.01 ? y.toExponential(1).replace("e-", "e−") : decimal(y, 3);
}
