// Decoding on full logits as the server does it, in float64: the model's own probabilities, what
// each filter leaves, the choice. The twin of backend/shotglass/decoding;
// tests/contract/decoding.json holds both together.

import { adjusted, adjusts, type Before, NOTHING, type Penalties } from "./processors";
import {
  allowedOf,
  FILTERS,
  type Filters,
  type FilterSetting,
  narrow,
  type Sorted,
  sorted,
  type FilterName,
  type Narrowed,
} from "./filters";
import { uniform } from "./philox";
import type { TokenEvent } from "../api/events";
import type { Settings } from "../api/api";

export interface DecodingSettings extends Filters, Penalties {
  seed: number;
}

/** Tokens in order (probability descending, ties by id) with their probabilities, summing to 1. */
export interface Filtered {
  ids: Int32Array;
  p: Float64Array;
}

/** softmax: at the temperature, the whole vocabulary; top_k: exactly k tokens; top_p: the smallest
 * set whose mass reaches p, the token that crosses it included; min_p: of those, the tokens at
 * least so many times as probable as the likeliest. */
export type AllFiltered = Record<FilterName, Filtered>;

export interface Choice {
  id: number;
  logprob: number; // the model's own: T = 1, no bias, penalty or filter
  rank: number; // the model's own: 0 is the likeliest
  draw: number | null; // in [0, 1); null when greedy
  survivors: Record<FilterSetting, number>;
}

/** log p of every token, T = 1. Throws RangeError for a logit that is no finite number. */
export function logSoftmax(logits: ArrayLike<number>): Float64Array {
  const total = logTotal(logits);
  return new Float64Array(logits).map((logit) => logit - total);
}

/** log Σ exp of all logits. */
function logTotal(logits: ArrayLike<number>): number {
  const highest = largest(logits);
  let total = 0;
  for (let id = 0; id < logits.length; id++) total += Math.exp((logits[id] ?? 0) - highest);
  return highest + Math.log(total);
}

/** −Σ p log p in nats, from log-probabilities. */
export function entropy(logProbs: Float64Array): number {
  let sum = 0;
  for (const logProb of logProbs) sum -= Math.exp(logProb) * logProb;
  return Math.max(sum, 0);
}

/** What each filter leaves, as lists. At temperature 0 every filter leaves the likeliest token alone. */
export function filtered(
  logits: ArrayLike<number>,
  settings: Filters & Penalties,
  before: Before = NOTHING,
): AllFiltered {
  const left = narrow(sorted(adjusted(logits, settings, before)), settings);
  const made = (filter: FilterName): Filtered => {
    const ids = left.order.slice(0, left.counts[filter]);
    return { ids, p: Float64Array.from(ids, (_, place) => left.p(filter, place)) };
  };
  return Object.fromEntries(FILTERS.map((filter) => [filter, made(filter)])) as AllFiltered;
}

/**
 * Chooses token `step` of `sample` as the server does: same arguments, same token. `own`: the logits
 * sorted, where they are already.
 */
export function choose(
  logits: ArrayLike<number>,
  settings: DecodingSettings,
  sample: number,
  step: number,
  before: Before = NOTHING,
  own: Sorted = sorted(logits),
): Choice {
  const changed = adjusts(settings) ? sorted(adjusted(logits, settings, before)) : own;
  const left = narrow(changed, settings);
  const draw = settings.temperature === 0 ? null : uniform(settings.seed, sample, step);
  const id = left.order[left.at(draw ?? 0)] ?? 0;
  const logprob = (logits[id] ?? 0) - logTotal(logits);
  const rank = own.order.indexOf(id);
  return { id, logprob, rank, draw, survivors: left.byFilter };
}

function largest(logits: ArrayLike<number>): number {
  let highest = -Infinity;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id] ?? NaN;
    if (!Number.isFinite(logit)) throw new RangeError(`The logit of token ${id} is ${logit}.`);
    highest = Math.max(highest, logit);
  }
  return highest;
}

// Where the random number fell: the survivors laid end to end from 0 to 1, likeliest first.

export interface Part {
  id: number | null; // null: tokens too many to draw each
  from: number;
  to: number;
  drawn: boolean;
}

export interface Strip {
  parts: Part[];
  draw: number;
}

const SHOWN = 8;
const SAME = 0.02; // nats; more means that the text reads as other tokens than were generated

/** The strip for a token from the logits it was chosen from, or null where they do not match.
 * `allowed`: by a constraint, by id. */
export function strip(
  logits: Float32Array,
  token: TokenEvent,
  settings: Settings,
  allowed: Uint8Array | null = null,
): Strip | null {
  if (token.draw === null) return null;
  const own = logSoftmax(logits)[token.id];
  if (own === undefined || Math.abs(own - token.logprob) > SAME) return null;
  const whole = sorted(logits);
  const left = narrow(allowed ? allowedOf(whole, allowed, 0).sorted : whole, settings);
  return { parts: lay(left, left.order.indexOf(token.id), SHOWN), draw: token.draw };
}

/** The first `shown` survivors each by itself, the one at `chosen` too, those between as one. */
export function lay(left: Narrowed, chosen: number, shown: number): Part[] {
  const count = left.size;
  const parts: Part[] = [];
  const add = (from: number, to: number, id: number | null) => {
    if (from >= to) return;
    const [start, end] = [left.stretch(from)[0], left.stretch(to - 1)[1]];
    parts.push({ id, from: start, to: end, drawn: id !== null && from === chosen });
  };
  for (let place = 0; place < Math.min(shown, count); place++) {
    add(place, place + 1, left.order[place] ?? null);
  }
  if (chosen < shown || chosen >= count) add(shown, count, null);
  else {
    add(shown, chosen, null);
    add(chosen, chosen + 1, left.order[chosen] ?? null);
    add(chosen + 1, count, null);
  }
  return parts;
}
