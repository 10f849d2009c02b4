// Tokens that come again, and which heads then look behind the earlier occurrence: prefix matching
// (Olsson et al. 2022, arXiv:2209.11895), here on a text of one's own.

import { cell, type Matrix } from "./attention";

/** For each token, the places behind its earlier occurrences; none for one that is new. */
export function copyTargets(ids: readonly number[]): number[][] {
  const behind = new Map<number, number[]>();
  return ids.map((id, place) => {
    const result = behind.get(id) ?? [];
    behind.set(id, [...result, place + 1]);
    return result;
  });
}

/** What each token gives to its targets; null for one that has none. */
export function copyShares(attention: Matrix, targets: readonly number[][]): (number | null)[] {
  return targets.map((columns, row) =>
    columns.length === 0
      ? null
      : columns.reduce((sum, column) => sum + cell(attention, row, column), 0),
  );
}

/** What attention spread evenly over all that a token sees would give to its targets. */
export function evenShares(targets: readonly number[][]): (number | null)[] {
  return targets.map((columns, row) => (columns.length === 0 ? null : columns.length / (row + 1)));
}

/** The mean over the tokens that come again; null where none does. */
export function meanShare(shares: readonly (number | null)[]): number | null {
  const known = shares.filter((share) => share !== null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0) / known.length;
}
