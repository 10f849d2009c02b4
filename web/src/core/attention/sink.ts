// The attention sink: the first token of a text, on which many heads rest whatever it is.

import { cell, type Matrix, type Part } from "./attention";

/** The first token as a part of its own: many heads rest there. */
export function withSink(parts: readonly Part[], name: string): Part[] {
  const rest = parts
    .map((part) => (part.start === 0 ? { ...part, start: 1 } : part))
    .filter((part) => part.end > part.start);
  return [{ name, short: "", start: 0, end: 1 }, ...rest];
}

/** Attention on the first token, averaged over rows `from` to `to` (exclusive). */
export function sinkMass(attention: Matrix, from: number, to: number): number {
  let sum = 0;
  for (let row = from; row < to; row += 1) sum += cell(attention, row, 0);
  return sum / Math.max(1, to - from);
}
