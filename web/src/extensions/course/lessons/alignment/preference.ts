// The loss of direct preference optimisation on one pair of texts, and how hard it still pulls.

/** -log sigma(beta gap): `gap` nats by which the preferred text's log ratio exceeds the other's. */
export function loss(beta: number, gap: number): number {
  return Math.log1p(Math.exp(-beta * gap));
}

/** The pull at a gap as a share of that at 0: the loss's slope there over its slope at 0. */
export function pull(beta: number, gap: number): number {
  return 2 / (1 + Math.exp(beta * gap));
}
