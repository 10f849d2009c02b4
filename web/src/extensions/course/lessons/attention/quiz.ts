// The lesson's question: how large products of queries and keys become.

const NUMBERS = 64; // of a head's query, and of its key

/** The standard deviation of a sum of so many products of two independent numbers of variance 1. */
export function own(): { product: number } {
  return { product: Math.sqrt(NUMBERS) };
}
