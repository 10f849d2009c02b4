// One attention head by hand: n = 4 tokens of d = 4 numbers, W_Q = W_K = W_V = I, in float64:
// H_0 -> scores H_0 H_0ᵀ -> / √4 -> + mask -> softmax -> weighted sum.
// tests/contract/forward.json (numpy) holds the numbers; lib/arithmetic.ts writes them out.

import { additive, mask } from "../../../../core/attention/masks";
import { decimal } from "../../../../core/text/numbers";

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
export function leaks({ weights }: Pick<Pass, "weights">): number[] {
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

// Each number of the worked forward pass as the sum it is: "0.4085 × 1 + 0.5915 × 0.2 = 0.527".

export interface Cell {
  step: Step;
  row: number;
  column: number;
}

/** A cell that a number is made of: of the input, or of an earlier step. */
export interface Source {
  of: "input" | Step;
  row: number;
  column: number;
}

export const DIGITS: Record<Step, number> = {
  scores: 3,
  scaled: 3,
  masked: 3,
  weights: 4,
  output: 3,
};

/** The figure that stands in a cell. */
export function shownIn(pass: Pass, { step, row, column }: Cell): string {
  return decimal(at(pass[step], row, column), DIGITS[step]);
}

/** The arithmetic of one cell in a line. The right side is computed from unrounded numbers. */
export function written(h: Matrix, pass: Pass, causal: boolean, cell: Cell): string {
  return `${leftSide(h, pass, causal, cell)} = ${shownIn(pass, cell)}`;
}

function leftSide(h: Matrix, pass: Pass, causal: boolean, cell: Cell): string {
  const { step, row, column } = cell;
  const of = (from: Step, c = column) => shownIn(pass, { step: from, row, column: c });
  switch (step) {
    case "scores":
      return sum((i) => [plain(at(h, row, i)), plain(at(h, column, i))]);
    case "scaled":
      return `${of("scores")} / ${SCALE}`;
    case "masked":
      return `${of("scaled")} + ${bracketed(decimal(at(maskFor(causal), row, column), 0))}`;
    case "weights":
      return `${power(of("masked"))} / (${places((i) => power(of("masked", i))).join(" + ")})`;
    case "output":
      return sum((i) => [of("weights", i), plain(at(h, i, column))]);
  }
}

/** The cells that this one is computed from. */
export function sources({ step, row, column }: Cell): Source[] {
  switch (step) {
    case "scores":
      return [
        ...places((i): Source => ({ of: "input", row, column: i })),
        ...places((i): Source => ({ of: "input", row: column, column: i })),
      ];
    case "scaled":
      return [{ of: "scores", row, column }];
    case "masked":
      return [{ of: "scaled", row, column }];
    case "weights":
      return places((i) => ({ of: "masked", row, column: i }));
    case "output":
      return [
        ...places((i): Source => ({ of: "weights", row, column: i })),
        ...places((i): Source => ({ of: "input", row: i, column })),
      ];
  }
}

function sum(factors: (i: number) => [string, string]): string {
  return places((i) => factors(i).map(bracketed).join(" × ")).join(" + ");
}

function power(exponent: string): string {
  return `exp(${exponent})`;
}

function plain(value: number): string {
  return String(value).replace("-", "−");
}

function bracketed(figure: string): string {
  return figure.startsWith("−") ? `(${figure})` : figure;
}

function places<T>(make: (i: number) => T): T[] {
  return Array.from({ length: SIZE }, (_, i) => make(i));
}
