// Activations of the feed-forward part: ReLU, GELU (Hendrycks and Gimpel 2016), the tanh form of it that
// GPT's published weights use, and SiLU, which gates Llama's.

const STEPS = 200; // even, of Simpson's rule; its error stays below 1e-9 for |x| <= 5

/** The share of a standard normal distribution below `x`. */
export function normalBelow(x: number): number {
  const width = x / STEPS;
  let sum = 0;
  for (let i = 0; i <= STEPS; i += 1) {
    const weight = i === 0 || i === STEPS ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp(-((i * width) ** 2) / 2);
  }
  return 0.5 + (sum * width) / (3 * Math.sqrt(2 * Math.PI));
}

export function relu(x: number): number {
  return Math.max(0, x);
}

export function gelu(x: number): number {
  return x * normalBelow(x);
}

/** Section 2 of the paper: `0.5x(1 + tanh(sqrt(2/π)(x + 0.044715x³)))`. */
export function geluTanh(x: number): number {
  return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

export function silu(x: number): number {
  return x / (1 + Math.exp(-x));
}

export const ACTIVATIONS = { relu, gelu, silu } as const;
export type Activation = keyof typeof ACTIVATIONS;

/** Where both forms of GELU differ most within `places`, and by how much. */
export function apart(places: readonly number[]): { x: number; by: number } {
  return places
    .map((x) => ({ x, by: Math.abs(gelu(x) - geluTanh(x)) }))
    .reduce((a, b) => (b.by > a.by ? b : a), { x: 0, by: 0 });
}
