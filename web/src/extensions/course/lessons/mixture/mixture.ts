// Epochs of each source of a mixture, from weights that a person may change.

import { pointOf, seriesOf, type Result } from "../../../../core/experiments/result";

export interface Source {
  name: string;
  tokens: number; // billions
  weight: number; // percent, as given
  share: number; // of all text, 0 to 1
  read: number; // billions of tokens of it, read in training
  epochs: number;
  printed: number; // epochs in the paper
}

/** Percent by source as the paper prints them. */
export function printedWeights(result: Result): number[] {
  return seriesOf(result, "weight").points.map(({ y }) => Math.round(1000 * y) / 10);
}

/** What weights in percent mean; each is its part of all 300 billion tokens, as in the paper, where
 * they sum to 101. */
export function mixture(result: Result, weights: readonly number[]): Source[] {
  const trained = pointOf(result, "sum", "trained").y;
  return seriesOf(result, "size").points.map(({ x, y: tokens }, i) => {
    const [name, weight] = [String(x), weights[i] ?? 0];
    const read = (weight / 100) * trained;
    return {
      ...{ name, tokens, weight, read },
      share: pointOf(result, "share-of-text", name).y,
      epochs: read / tokens,
      printed: pointOf(result, "printed", name).y,
    };
  });
}
