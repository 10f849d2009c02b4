// Heads compared by what their attention falls on: the examples' answers, or the first token.

import type { Piece, Span } from "../../../core/api/events";
import { cell, rowOf, type Matrix } from "../../../core/attention/attention";
import { copyShares, meanShare } from "../../../core/attention/induction";
import { percent } from "../../../core/text/numbers";
import { figure, type Table } from "../../../core/text/table";

/** Probabilities (S, S) of a head, or null where its layer was not read. */
export type AttentionOf = (layer: number, head: number) => Matrix | null;

export interface RankedHead {
  layer: number; // from 0
  head: number; // from 0
  share: number; // of the row's attention, 0 to 1
}

/** The tokens that begin in an example's answer, by place. */
export function answerTokens(pieces: readonly Piece[], spans: readonly Span[]): number[] {
  const answers = spans.filter(({ part, field }) => part === "shot" && field === "output");
  return pieces.flatMap(({ start }, place) =>
    answers.some((span) => start >= span.start && start < span.end) ? [place] : [],
  );
}

/** Every head that was read by the share of row `row` on these columns, greatest first. */
export function rankedHeads(
  attention: AttentionOf,
  layers: number,
  heads: number,
  row: number,
  columns: readonly number[],
): RankedHead[] {
  const ranked = read(attention, layers, heads).map(({ layer, head, matrix }) => {
    const values = rowOf(matrix, row);
    return { layer, head, share: columns.reduce((sum, i) => sum + (values[i] ?? 0), 0) };
  });
  return ranked.sort((a, b) => b.share - a.share || a.layer - b.layer || a.head - b.head);
}

/** Every head that was read by what tokens that come again give to the places behind their earlier
 * occurrence, the mean over them, greatest first. */
export function copyingHeads(
  attention: AttentionOf,
  layers: number,
  heads: number,
  targets: readonly number[][],
): RankedHead[] {
  const ranked = read(attention, layers, heads).map(({ layer, head, matrix }) => ({
    layer,
    head,
    share: meanShare(copyShares(matrix, targets)) ?? 0,
  }));
  return ranked.sort((a, b) => b.share - a.share || a.layer - b.layer || a.head - b.head);
}

/** How heads rest on the first token, over all rows but its own. */
export interface Resting {
  heads: number; // that were read
  largest: number; // heads in which no other column gets as much in all
  half: number; // heads whose rows give it more than half on average
  even: number; // what even attention would give it on average
}

/** Null for a text of fewer than three tokens, which has no other column to compare with. */
export function resting(attention: AttentionOf, layers: number, heads: number): Resting | null {
  const all = read(attention, layers, heads);
  const size = all[0]?.matrix.size ?? 0;
  if (size < 3) return null;
  const sums = all.map(({ matrix }) => columnSums(matrix));
  const rows = Array.from({ length: size - 1 }, (_, i) => i + 1);
  return {
    heads: all.length,
    largest: sums.filter(([first = 0, ...rest]) => rest.every((sum) => sum < first)).length,
    half: sums.filter(([first = 0]) => first / rows.length > 0.5).length,
    even: rows.reduce((sum, row) => sum + 1 / (row + 1), 0) / rows.length,
  };
}

/** What each column gets from all rows but the first, which can look nowhere else. */
function columnSums(matrix: Matrix): number[] {
  const sums = Array<number>(matrix.size).fill(0);
  for (let row = 1; row < matrix.size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      sums[column] = (sums[column] ?? 0) + cell(matrix, row, column);
    }
  }
  return sums;
}

function read(attention: AttentionOf, layers: number, heads: number) {
  return Array.from({ length: layers * heads }, (_, i) => i).flatMap((i) => {
    const [layer, head] = [Math.floor(i / heads), i % heads];
    const matrix = attention(layer, head);
    return matrix === null ? [] : [{ layer, head, matrix }];
  });
}

export const IN_TABLE = 30;

/** Rows of a table: rank, layer, head, share; the first ones. */
export function rankRows(ranked: readonly RankedHead[]): Table["rows"] {
  return ranked
    .slice(0, IN_TABLE)
    .map(({ layer, head, share }, i) => [
      String(i + 1),
      figure(layer, String(layer)),
      figure(head, String(head)),
      figure(share, percent(share)),
    ]);
}
