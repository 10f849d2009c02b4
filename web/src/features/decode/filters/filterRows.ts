// What the drawing of the filters shows: the likeliest tokens row by row, the rest as one row.

import {
  type FilterName,
  type FilterSetting,
  FILTERS,
  FILTER_ROWS,
} from "../../../core/decoding/narrowing";
import type { Narrowed } from "../../../core/decoding/narrowing";

export interface FilterCell {
  p: number;
  before: number; // at the filter before: what a removed token had
  removed: FilterSetting | null; // which filter removed the token
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

/** The first `shown` tokens; one drawn from beyond them takes the last row. */
export function filterRows(left: Narrowed, shown: number, chosen: number): FilterRow[] {
  const places = [...Array(Math.min(shown, left.order.length)).keys()];
  if (chosen >= places.length) places.splice(-1, 1, chosen);
  return places.map((place) => ({
    place,
    id: left.order[place] ?? 0,
    cells: record((filter) => ({
      p: left.p(filter, place),
      before: left.p(before(filter), place),
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

function removed({ counts }: Narrowed, filter: FilterName, place: number): FilterSetting | null {
  if (place < counts[filter] || place >= counts.softmax) return null;
  return FILTER_ROWS.find(({ name }) => place >= counts[name])?.name ?? null;
}

/** The filter whose tokens this one gets. */
function before(filter: FilterName): FilterName {
  return FILTERS[FILTERS.indexOf(filter) - 1] ?? filter;
}

function record<T>(of: (filter: FilterName) => T): Record<FilterName, T> {
  const made = FILTERS.map((filter) => [filter, of(filter)]);
  return Object.fromEntries(made) as Record<FilterName, T>;
}
