// Attention as it is read: squares of numbers, their sums by part of the prompt against what even
// attention would give, and one row in its steps.

import { endSeen, firstSeen, isSeen, type Sight } from "./masks";

// A square of numbers in one run of memory, and the window of it that a drawing needs.

export interface Matrix {
  size: number; // rows and columns
  data: Float32Array; // size * size, row by row
}

/** The `index`th square of a stack of squares; a view, not a copy. */
export function square(stack: Float32Array, size: number, index: number): Matrix {
  return { size, data: stack.subarray(index * size * size, (index + 1) * size * size) };
}

export function rowOf({ size, data }: Matrix, row: number): Float32Array {
  return data.subarray(row * size, (row + 1) * size);
}

export function cell({ size, data }: Matrix, row: number, column: number): number {
  return data[row * size + column] ?? 0;
}

// Its sums by part.

/** A stretch of tokens by name, from `start` to `end`, exclusive. */
export interface Part {
  name: string;
  short: string; // where there is little room
  start: number;
  end: number;
}

export interface PartSum {
  part: Part;
  sum: number; // of the row's attention; a row's parts sum to 1
  expected: number; // of attention spread evenly over all that the row may look at
}

/** How many times what even attention would give; null where the row cannot look there. */
export function times({ sum, expected }: PartSum): number | null {
  return expected === 0 ? null : sum / expected;
}

/** The sums of rows `from` to `to` (exclusive) by part, averaged over these rows; what even
 * attention would give is spread over the tokens that a row sees. */
export function partSums(
  attention: Matrix,
  parts: readonly Part[],
  from: number,
  to: number,
  sight: Sight = null,
): PartSum[] {
  const rows = Math.max(1, to - from);
  return parts.map((part) => {
    let sum = 0;
    let expected = 0;
    for (let row = from; row < to; row += 1) {
      sum += sumOf(rowOf(attention, row), part.start, part.end);
      const [first, end] = [firstSeen(row, sight), endSeen(row, sight, attention.size)];
      expected += overlap(part, first, end) / (end - first);
    }
    return { part, sum: sum / rows, expected: expected / rows };
  });
}

/** How many tokens of the part lie from `first` to `end` (exclusive). */
function overlap(part: Part, first: number, end: number): number {
  return Math.max(0, Math.min(part.end, end) - Math.max(part.start, first));
}

function sumOf(row: Float32Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i += 1) sum += row[i] ?? 0;
  return sum;
}

/** The greatest value a drawing shows, for its scale. */
export function greatest(attention: Matrix, withoutSink: boolean, sight: Sight = null): number {
  let most = 0;
  for (let row = 0; row < attention.size; row += 1) {
    const end = endSeen(row, sight, attention.size);
    for (let column = withoutSink ? 1 : 0; column < end; column += 1) {
      most = Math.max(most, cell(attention, row, column));
    }
  }
  return most;
}

/** Ink of a value, 0 to 1: its square root, so that little is seen too. */
export function ink(value: number, most: number): number {
  return most > 0 ? Math.sqrt(Math.min(1, Math.max(0, value / most))) : 0;
}

/** The columns a row looks at most, greatest first; ties by place. */
export function mostSeen(row: Float32Array, count: number, from = 0): number[] {
  return Array.from(row.keys())
    .slice(from)
    .filter((column) => (row[column] ?? 0) > 0)
    .sort((a, b) => (row[b] ?? 0) - (row[a] ?? 0) || a - b)
    .slice(0, count);
}

// One row of attention in its steps: q·k, divided by √d, the mask added, softmax.
// Attention Is All You Need (Vaswani 2017), equation 1; the mask is −∞ where a row may not look.

export interface AttentionSteps {
  raw: Float64Array; // q·k (S,)
  scaled: Float64Array; // q·k / √d (S,)
  masked: Float64Array; // the same, −∞ for tokens that may not be seen (S,)
  probabilities: Float64Array; // softmax, sums to 1 (S,)
}

/** `scores` (S,) are q·k / √d of the row of token `row`. */
export function attentionSteps(
  scores: Float32Array,
  row: number,
  headSize: number,
  sight: Sight = null,
): AttentionSteps {
  const scaled = Float64Array.from(scores);
  const masked = scaled.map((score, column) => (isSeen(row, column, sight) ? score : -Infinity));
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
