// Two distributions over one vocabulary side by side, as they are drawn from after their filters.

import { LAST, type Narrowed } from "../../../core/decoding/filters";

export interface PairRow {
  id: number;
  first: number;
  second: number;
}

export interface Pairs {
  rows: PairRow[]; // the likeliest of either
  rest: { first: number; second: number; tokens: number };
  distance: number; // total variation: half the sum of all differences, 0 to 1
}

/** Everything is summed over the whole vocabulary, whatever the rows show. */
export function pairs(first: Narrowed, other: Narrowed, shown: number): Pairs {
  const [a, b] = [first.probabilities(LAST), other.probabilities(LAST)];
  const rows = likeliest(first, other, shown)
    .map((id) => ({ id, first: a[id] ?? 0, second: b[id] ?? 0 }))
    .sort((x, y) => Math.max(y.first, y.second) - Math.max(x.first, x.second) || x.id - y.id)
    .slice(0, shown);
  let distance = 0;
  for (let id = 0; id < a.length; id++) distance += Math.abs((a[id] ?? 0) - (b[id] ?? 0)) / 2;
  const left = (named: number) => Math.max(0, 1 - named);
  const rest = {
    first: left(rows.reduce((sum, row) => sum + row.first, 0)),
    second: left(rows.reduce((sum, row) => sum + row.second, 0)),
    tokens: a.length - rows.length,
  };
  return { rows, rest, distance };
}

function likeliest(item: Narrowed, other: Narrowed, shown: number): number[] {
  const first = (left: Narrowed) => left.order.slice(0, Math.min(shown, left.size));
  return [...new Set([...first(item), ...first(other)])];
}
