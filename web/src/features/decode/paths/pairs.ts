// Two distributions over one vocabulary side by side, as they are drawn from after their filters.

import { LAST, type Narrowed } from "../../../core/decoding/filters";

export interface PairRow {
  id: number;
  one: number;
  other: number;
}

export interface Pairs {
  rows: PairRow[]; // the likeliest of either
  rest: { one: number; other: number; tokens: number };
  distance: number; // total variation: half the sum of all differences, 0 to 1
}

/** Everything is summed over the whole vocabulary, whatever the rows show. */
export function pairs(first: Narrowed, other: Narrowed, shown: number): Pairs {
  const [a, b] = [first.probabilities(LAST), other.probabilities(LAST)];
  const rows = likeliest(first, other, shown)
    .map((id) => ({ id, one: a[id] ?? 0, other: b[id] ?? 0 }))
    .sort((x, y) => Math.max(y.one, y.other) - Math.max(x.one, x.other) || x.id - y.id)
    .slice(0, shown);
  let distance = 0;
  for (let id = 0; id < a.length; id++) distance += Math.abs((a[id] ?? 0) - (b[id] ?? 0)) / 2;
  const left = (named: number) => Math.max(0, 1 - named);
  const rest = {
    one: left(rows.reduce((sum, row) => sum + row.one, 0)),
    other: left(rows.reduce((sum, row) => sum + row.other, 0)),
    tokens: a.length - rows.length,
  };
  return { rows, rest, distance };
}

function likeliest(item: Narrowed, other: Narrowed, shown: number): number[] {
  const first = (left: Narrowed) => left.order.slice(0, Math.min(shown, left.kept));
  return [...new Set([...first(item), ...first(other)])];
}
