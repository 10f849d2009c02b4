// What attention carries (Kobayashi et al. 2020, "Attention is Not Only a Weight"): a head adds, for
// each token that it looks at, its share of attention times the token's value, mapped into the
// residual stream. The length of that vector is a_ij * |v_j W_O|.

/** The lengths (S,) of what a row of attention (S,) carries from each token; `norms` (S,) are
 * |v_j W_O| of the head. */
export function carriedLengths(row: Float32Array, norms: Float32Array): Float32Array {
  return row.map((share, token) => share * (norms[token] ?? 0));
}

/** As parts of their sum, which is more than the length of the sum of the vectors. */
export function partsOfSum(lengths: Float32Array): Float32Array {
  const sum = lengths.reduce((all, length) => all + length, 0);
  return sum > 0 ? lengths.map((length) => length / sum) : lengths;
}
