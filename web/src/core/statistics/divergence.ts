// How far two distributions over the same events are apart, and what differs most between them.

/**
 * The Jensen-Shannon divergence in bits: 0 for equal distributions, 1 for two that have no event in
 * common. Both are probabilities (V,) that sum to 1; an event of probability 0 in either is allowed.
 * Lin 1991, "Divergence measures based on the Shannon entropy", equation 3.1 with equal weights.
 */
export function jensenShannon(first: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < first.length; i++) {
    const [p, q] = [first[i] ?? 0, other[i] ?? 0];
    const middle = (p + q) / 2;
    if (p > 0) sum += (p * Math.log2(p / middle)) / 2;
    if (q > 0) sum += (q * Math.log2(q / middle)) / 2;
  }
  return Math.min(Math.max(sum, 0), 1); // rounding can end a hair outside
}

/** What becomes likelier from one distribution to the other, and what less likely. */
export interface Changes {
  gained: number; // the sum of all gains; the sum of all losses for two that sum to 1
  gaining: number; // how many events gain
  losing: number;
  gains: number[]; // the places of the largest gains, largest first
  losses: number[];
}

/** Over all events; of `gains` and `losses` at most `most` each, ties by place. */
export function changes(first: Float64Array, other: Float64Array, most: number): Changes {
  const by = first.map((p, i) => (other[i] ?? 0) - p);
  const places = (sign: 1 | -1) => {
    const result: number[] = [];
    by.forEach((value, i) => (value * sign > 0 ? result.push(i) : 0));
    return result.sort((a, b) => sign * ((by[b] ?? 0) - (by[a] ?? 0)) || a - b);
  };
  const [gains, losses] = [places(1), places(-1)];
  return {
    gained: gains.reduce((sum, i) => sum + (by[i] ?? 0), 0),
    gaining: gains.length,
    losing: losses.length,
    gains: gains.slice(0, most),
    losses: losses.slice(0, most),
  };
}
