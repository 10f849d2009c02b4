// Who answers how often right, as dots with their intervals on one axis from 0 to 1: pure geometry.

import { quarters, shares, type Scale, type Tick } from "../../plot/scale";

/** 95 %: the value and its bounds, as probabilities. */
export type Interval = readonly [value: number, low: number, high: number];

export type RowKind = "shots" | "control" | "baseline" | "beside";

/** One line of the figure: who answered, and how often right with what certainty. */
export interface ChoiceRow {
  kind: RowKind;
  name: string; // a number of shots, a control, a baseline, a model
  choice: Interval;
  form: Interval | null;
  n: number;
}

export interface Dot {
  row: ChoiceRow;
  y: number;
  x: number;
  from: number; // of the interval
  to: number;
}

export interface Dots {
  height: number;
  left: number;
  right: number;
  stacked: boolean; // narrow: names stand above their lines
  across: Scale; // of a probability
  ticks: Tick[];
  heads: { kind: RowKind; y: number }[];
  dots: Dot[];
}

const ROW = 26;
const STACKED = 40;
const HEAD = 34;
const FIRST_ROW = 28;
const NARROW = 620;
const LETTER = 8;
const FIGURE = 150; // room for `72.5 [65.9, 78.2]`

/** `longest`: letters of the longest name. Rows of one kind must stand together. */
export function dots(rows: readonly ChoiceRow[], width: number, longest: number): Dots {
  const stacked = width < NARROW;
  const left = stacked ? 8 : Math.min(longest * LETTER + 16, width * 0.4);
  const right = Math.max(left + 40, stacked ? width - 8 : width - FIGURE);
  const x = shares(left, right);
  const heads: Dots["heads"] = [];
  let y = FIRST_ROW;
  const placed = rows.map((row, i): Dot => {
    if (row.kind !== rows[i - 1]?.kind) {
      heads.push({ kind: row.kind, y: y + 20 });
      y += HEAD;
    }
    const middle = y + (stacked ? STACKED - 10 : ROW / 2);
    y += stacked ? STACKED : ROW;
    const [value, low, high] = row.choice;
    return { row, y: middle, x: x(value), from: x(low), to: x(high) };
  });
  return {
    height: y + 8,
    left,
    right,
    stacked,
    across: x,
    ticks: quarters(x),
    heads,
    dots: placed,
  };
}
