// One row of logits as what a person is told of it: the model's own probabilities over the whole
// vocabulary. The twin of Prediction in backend/shotglass/decoding/distribution.py.

import type { Distribution } from "./events";
import { narrow, type Narrowed, type Sorted, sorted } from "../decoding/narrowing";

const SHOWN = 20; // alternatives that travel with each token

export class Prediction {
  readonly sorted: Sorted;
  readonly #own: Narrowed; // T = 1, no filter
  readonly #logTotal: number;

  /** Throws RangeError for a logit that is no finite number. */
  constructor(readonly logits: Float32Array) {
    this.sorted = sorted(logits);
    this.#own = narrow(this.sorted, { temperature: 1, top_k: 0, top_p: 1 });
    const highest = logits[this.sorted.order[0] ?? 0] ?? 0;
    this.#logTotal = highest + Math.log(this.#own.cumulative.at(-1) ?? 1);
  }

  /** In nats. */
  logprob(id: number): number {
    return (this.logits[id] ?? Number.NaN) - this.#logTotal;
  }

  /** The likeliest tokens, and the mass and number of those not shown. */
  head(textOf: (id: number) => string, count = SHOWN): Distribution {
    const ids = Array.from(this.sorted.order.subarray(0, count));
    const alternatives = ids.map((id) => ({ id, text: textOf(id), p: Math.exp(this.logprob(id)) }));
    const rest_tokens = this.logits.length - ids.length;
    const shown = alternatives.reduce((sum, { p }) => sum + p, 0);
    const rest = rest_tokens > 0 ? Math.max(0, 1 - shown) : 0;
    return { alternatives, rest, rest_tokens, entropy: this.#own.entropy("softmax") };
  }
}

/** The mean of their probabilities, each weighing the same; at least one is expected. */
export function mixture(predictions: readonly Prediction[]): Prediction {
  const size = predictions[0]?.logits.length ?? 0;
  const mean = Float32Array.from({ length: size }, (_, id) =>
    logSumExp(predictions.map((prediction) => prediction.logprob(id))),
  );
  return new Prediction(mean);
}

/** log Σ exp of log-probabilities. */
export function logSumExp(values: readonly number[]): number {
  const highest = Math.max(...values);
  return highest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - highest), 0));
}
