// One attention head by hand: n = 4 tokens of d = 4 numbers, W_Q = W_K = W_V = I, in float64:
// H_0 -> scores H_0 H_0ᵀ -> / √4 -> + mask -> softmax -> weighted sum.
// tests/contract/forward.json (numpy) holds the numbers; lib/arithmetic.ts writes them out.

import { additive, mask } from "../../core/attention/masks";

export type Matrix = readonly (readonly number[])[];

export const SIZE = 4; // tokens, and numbers a token
export const SCALE = 2; // √d
export const STEPS = ["scores", "scaled", "masked", "weights", "output"] as const;
export type Step = (typeof STEPS)[number];
export type Pass = Record<Step, Matrix>;

/** Rows 1 and 2 stand in the note's step 5. Rows 3 and 4 are reconstructed from its scores. */
export const INPUTS = {
  exact: [
    [1, 0.5, 0.3, 0.1],
    [0.2, 1, 0.7, 0.4],
    [0.6, 0.4, 0.52, 1.14],
    [0.4879, 0.3274, 1.0969, 0.5929],
  ],
  "by-hand": [
    [1, 0.5, 0.3, 0.1],
    [0.2, 1, 0.7, 0.4],
    [0.6, 0.2, 1.1, 0.7],
    [0.5, 0.6, 0.5, 1],
  ],
} as const satisfies Record<string, Matrix>;
export type Variant = keyof typeof INPUTS;
export const VARIANTS = Object.keys(INPUTS) as Variant[];

/** Row 4 of the note: the scaled scores that it prints, and what it prints as their softmax. */
export const NOTE_ROW = {
  scaled: [0.52, 0.715, 0.835, 0.95],
  printed: [0.19, 0.23, 0.26, 0.29],
} as const;

/** The whole pass over `h`, with the causal mask or without one. */
export function forwardPass(h: Matrix, causal: boolean): Pass {
  const scores = h.map((query) => h.map((key) => dot(query, key)));
  const scaled = scores.map((row) => row.map((score) => score / SCALE));
  const added = maskFor(causal);
  const masked = scaled.map((row, r) => row.map((score, c) => score + at(added, r, c)));
  const weights = masked.map(softmax);
  const output = weights.map((row) =>
    Array.from({ length: SIZE }, (_, c) =>
      dot(
        row,
        h.map((token) => token[c] ?? 0),
      ),
    ),
  );
  return { scores, scaled, masked, weights, output };
}

/** What is added to the scaled scores: 0 where a row may look, −∞ where not. */
export function maskFor(causal: boolean): Matrix {
  return additive(mask(causal ? "causal" : "bidirectional", { rows: SIZE, past: 0, band: 0 }));
}

/** Σ = 1; −∞ gives exactly 0. The largest is taken off first, so that nothing overflows. */
export function softmax(row: readonly number[]): number[] {
  const highest = Math.max(...row);
  const powers = row.map((value) => Math.exp(value - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** How much of its weight each row gives to tokens that come after it: nothing, under the mask. */
export function leaks({ weights }: Pass): number[] {
  return weights.map((row, r) => row.slice(r + 1).reduce((sum, weight) => sum + weight, 0));
}

/** Which variant this is, to the last digit; null for numbers of a person's own. */
export function variantOf(h: Matrix): Variant | null {
  return VARIANTS.find((name) => same(INPUTS[name], h)) ?? null;
}

export function same(a: Matrix, b: Matrix): boolean {
  return a.every((row, r) => row.every((value, c) => value === at(b, r, c)));
}

/** `h` with one entry changed. */
export function changed(h: Matrix, row: number, column: number, value: number): Matrix {
  return h.map((old, r) =>
    r === row ? old.map((entry, c) => (c === column ? value : entry)) : old,
  );
}

export function at(matrix: Matrix, row: number, column: number): number {
  return matrix[row]?.[column] ?? 0;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
