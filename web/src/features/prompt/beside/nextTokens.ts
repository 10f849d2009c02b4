// Two next-token distributions on the same events: the likeliest of either, what gains and what loses
// over all of them, and how far apart they are.

import { LAST, narrow, sorted, type Filters } from "../../../core/decoding/filters";
import { changes, jensenShannon, type Changes } from "../../../core/statistics/divergence";
import { onEvents, type JointVocabulary } from "../../../core/text/jointVocabulary";

export interface NextTokens {
  first: Float64Array; // (E,) probabilities; the last is all unshared tokens, for two vocabularies
  second: Float64Array;
  rows: readonly number[]; // the events that are likeliest in either, likeliest first
  unshared: readonly [number, number] | null; // that event's; null for one vocabulary
  left: readonly [number, number]; // the probability of all else that has no row
  bits: number;
  changes: Changes;
}

export const NO_FILTER: Filters = { temperature: 1, top_k: 0, top_p: 1 };
const ROWS = 10;
const CHANGES = 5;

/** Logits (V,) to probabilities (V,), as they are drawn from after the filters. */
export function probabilities(logits: Float32Array, filters: Filters): Float64Array {
  return narrow(sorted(logits), filters).probabilities(LAST);
}

/** `p`: the probabilities (V,) of the first and of the second column's model. */
export function nextTokens(
  [first, second]: readonly [Float64Array, Float64Array],
  joint: JointVocabulary,
): NextTokens {
  const item = onEvents(first, joint.first, joint.whole);
  const other = onEvents(second, joint.second, joint.whole);
  const last = joint.texts.length;
  const rows = likeliest(item, other, last);
  const rest = (p: Float64Array) => rows.reduce((sum, i) => sum - (p[i] ?? 0), 1 - (p[last] ?? 0));
  return {
    ...{ first: item, second: other, rows },
    unshared: joint.whole ? null : [item[last] ?? 0, other[last] ?? 0],
    left: [Math.max(rest(item), 0), Math.max(rest(other), 0)],
    bits: jensenShannon(item, other),
    changes: changes(item, other, CHANGES),
  };
}

/** Of the first `count` events. */
function likeliest(item: Float64Array, other: Float64Array, count: number): number[] {
  const most = (i: number) => Math.max(item[i] ?? 0, other[i] ?? 0);
  const result = Array.from({ length: count }, (_, i) => i).filter((i) => most(i) > 0);
  return result.sort((a, b) => most(b) - most(a) || a - b).slice(0, ROWS);
}
