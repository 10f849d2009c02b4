// The distribution of the next token after a text, whole, and where it comes from.

import type { Changes } from "../api/api";
import type { Constraint } from "./constraint";
import { adjusted, adjusts, type Before, type Penalties } from "./processors";
import type { Numbers } from "../models/precision";
import {
  allowedOf,
  type Filters,
  type Forbidden,
  narrow,
  type Narrowed,
  type Sorted,
  sorted,
} from "./filters";
import type { Distribution as Head } from "../api/events";

export interface Origin {
  recorded: { date: string; digest: string } | null; // null: asked of the model just now
  model: string; // its name
  numbers: Numbers;
  interventions?: Changes | undefined; // what was changed inside the model, in a run from a file
}

export interface Penalised {
  logits: Float32Array;
  sorted: Sorted; // of what is allowed
  forbidden: readonly Forbidden[]; // the likeliest of what is not
}

/** What an answer is held to, and which tokens that allows here, 1 or 0 by id. */
export interface Held {
  constraint: Constraint;
  allowed: Uint8Array;
}

const FORBIDDEN = 4; // that are shown

export class Distribution {
  readonly sorted: Sorted;
  readonly own: Narrowed; // the model's: T = 1, no filter
  readonly #logTotal: number;

  /** `taken`: the texts of the tokens after the prompt. Throws RangeError for broken logits. */
  constructor(
    readonly prompt: string,
    readonly taken: readonly string[],
    readonly logits: Float32Array,
    readonly origin: Origin,
    readonly before: Before, // the same as token ids
    readonly given: readonly number[] | null = null, // the prompt's, where they came in its place
    readonly held: Held | null = null,
  ) {
    this.sorted = sorted(logits);
    this.own = narrow(this.sorted, { temperature: 1, top_k: 0, top_p: 1 });
    const highest = logits[this.sorted.order[0] ?? 0] ?? 0;
    this.#logTotal = highest + Math.log(this.own.cumulative.at(-1) ?? 1);
  }

  get size(): number {
    return this.logits.length;
  }

  /** The highest logit and the lowest. */
  get range(): [number, number] {
    const { order } = this.sorted;
    return [this.logits[order[0] ?? 0] ?? 0, this.logits[order.at(-1) ?? 0] ?? 0];
  }

  /** The model's own probability of all tokens that are not allowed. */
  get removedMass(): number {
    const allowed = this.held?.allowed;
    return allowed?.reduce((sum, flag, id) => (flag ? sum : sum + this.p(id)), 0) ?? 0;
  }

  allows(id: number): boolean {
    return this.held === null || this.held.allowed[id] === 1;
  }

  /** What is drawn from: logits after bias and penalties, sorted, and of these what is allowed. The
   * model's own where all are off. */
  penalised(settings: Penalties): Penalised {
    const own = !adjusts(settings);
    const logits = own ? this.logits : adjusted(this.logits, settings, this.before);
    const whole = own ? this.sorted : sorted(logits);
    if (this.held === null) return { logits, sorted: whole, forbidden: [] };
    return { logits, ...allowedOf(whole, this.held.allowed, FORBIDDEN) };
  }

  /** What is left of it to be drawn from. */
  narrowed(settings: Filters & Penalties): Narrowed {
    return narrow(this.penalised(settings).sorted, settings);
  }

  /** The model's own log-probability of a token, in nats. */
  logprob(id: number): number {
    return (this.logits[id] ?? Number.NaN) - this.#logTotal;
  }

  /** The model's own probability of a token. */
  p(id: number): number {
    return Math.exp(this.logprob(id));
  }
}

// One row of logits as what a person is told of it: the model's own probabilities over the whole
// vocabulary. The twin of Prediction in backend/shotglass/decoding/distribution.py.

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
  head(textOf: (id: number) => string, count = SHOWN): Head {
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
