// Labels as answers: whether they can be told apart, and each one's share of their mass. The twin of
// backend/shotglass/engine/strategies/scoring.py.

/** Places of a label whose tokens begin another's, and of that other; null where there are none. */
export function conflict(ids: readonly (readonly number[])[]): [number, number] | null {
  for (const [i, tokens] of ids.entries()) {
    for (const [j, other] of ids.entries()) {
      if (i !== j && tokens.every((id, at) => other[at] === id)) return [i, j];
    }
  }
  return null;
}

/** Each label's part of all labels' mass, summing to 1, from log-probabilities. */
export function shares(logprobs: readonly number[]): number[] {
  const highest = Math.max(...logprobs);
  const weights = logprobs.map((logprob) => Math.exp(logprob - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
