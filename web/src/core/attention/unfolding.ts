// One row of attention in its steps: q·k, divided by √d, the mask added, softmax.
// Attention Is All You Need (Vaswani 2017), equation 1; the mask is −∞ where a row may not look.

import { firstSeen } from "./masks";

export interface Unfolded {
  raw: Float64Array; // q·k (S,)
  scaled: Float64Array; // q·k / √d (S,)
  masked: Float64Array; // the same, −∞ for tokens that may not be seen (S,)
  probabilities: Float64Array; // softmax, sums to 1 (S,)
}

/** `scores` (S,) are q·k / √d of the row of token `row`, which sees `window` tokens, or all. */
export function unfold(
  scores: Float32Array,
  row: number,
  headSize: number,
  window: number | null = null,
): Unfolded {
  const first = firstSeen(row, window);
  const scaled = Float64Array.from(scores);
  const masked = scaled.map((score, column) =>
    column <= row && column >= first ? score : -Infinity,
  );
  return {
    raw: scaled.map((score) => score * Math.sqrt(headSize)),
    scaled,
    masked,
    probabilities: softmax(masked),
  };
}

/** Softmax (S,); −∞ becomes exactly 0. */
export function softmax(scores: Float64Array): Float64Array {
  const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** The greatest difference from the attention that the model itself gives. */
export function difference(ours: Float64Array, models: Float32Array): number {
  return ours.reduce((most, p, i) => Math.max(most, Math.abs(p - (models[i] ?? 0))), 0);
}
