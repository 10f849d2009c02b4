// What the drawing of the filters shows: the likeliest tokens row by row, the rest as one row.

import { type Narrowed, type FilterName, FILTERS } from "../../../core/decoding/filters";

export type Reason = "top_k" | "top_p" | "min_p"; // which filter removed a token

export interface FilterCell {
  p: number;
  before: number; // at the filter before: what a removed token had
  removed: Reason | null;
}

export interface FilterRow {
  place: number; // in the order
  id: number;
  cells: Record<FilterName, FilterCell>;
}

export interface Rest {
  tokens: Record<FilterName, number>; // left, but not in a row of their own
  p: Record<FilterName, number>;
}

const BEFORE: Record<FilterName, FilterName> = {
  softmax: "softmax",
  top_k: "softmax",
  top_p: "top_k",
  min_p: "top_p",
};

/** The first `shown` tokens; one drawn from beyond them takes the last row. */
export function filterRows(left: Narrowed, shown: number, chosen: number): FilterRow[] {
  const places = [...Array(Math.min(shown, left.order.length)).keys()];
  if (chosen >= places.length) places.splice(-1, 1, chosen);
  return places.map((place) => ({
    place,
    id: left.order[place] ?? 0,
    cells: record((filter) => ({
      p: left.p(filter, place),
      before: left.p(BEFORE[filter], place),
      removed: removed(left, filter, place),
    })),
  }));
}

export function restOf(left: Narrowed, rows: readonly FilterRow[]): Rest {
  return {
    tokens: record((filter) => {
      return left.counts[filter] - rows.filter((row) => row.place < left.counts[filter]).length;
    }),
    p: record((filter) => {
      // From the tail, not from 1 minus the rows: a rest of 1e-9 stays what it is.
      const last = rows.filter((row, i) => row.place === i).length;
      const beyond = rows.filter((row) => row.place >= last);
      const named = beyond.reduce((sum, row) => sum + left.p(filter, row.place), 0);
      return Math.max(0, left.tail(filter, last) - named);
    }),
  };
}

function removed({ counts }: Narrowed, filter: FilterName, place: number): Reason | null {
  if (filter === "softmax" || place < counts[filter] || place >= counts.softmax) return null;
  if (place >= counts.top_k) return "top_k";
  return place >= counts.top_p ? "top_p" : "min_p";
}

function record<T>(of: (filter: FilterName) => T): Record<FilterName, T> {
  const [softmax, top_k, top_p, min_p] = FILTERS;
  return { softmax: of(softmax), top_k: of(top_k), top_p: of(top_p), min_p: of(min_p) };
}
