// The lesson's question: what a mask of −10 would let through.

/** The weight of a later token whose score is that of an earlier one, less 10, after softmax. */
export function own(): { weight: number } {
  return { weight: Math.exp(-10) / (1 + Math.exp(-10)) };
}
