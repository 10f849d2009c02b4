// The stages of decoding on full logits, as the page draws them, in float64:
// logits -> /T, softmax -> top-k, renormalise -> top-p, renormalise -> the draw.
// The twin of backend/shotglass/decoding; tests/contract/decoding.json holds both together.

import { uniform } from "./philox";

export interface DecodingSettings {
  temperature: number; // 0 is greedy
  top_k: number; // 0 is off
  top_p: number; // 1 is off
  seed: number;
}

/** Tokens in order (probability descending, ties by id) with their probabilities, summing to 1. */
export interface Stage {
  ids: Int32Array;
  p: Float64Array;
}

export interface Stages {
  softmax: Stage; // at the temperature, the whole vocabulary
  top_k: Stage; // exactly k tokens
  top_p: Stage; // the smallest set whose mass reaches p, the token that crosses it included
}

export interface Choice {
  id: number;
  logprob: number; // the model's own: T = 1, no filter
  rank: number; // 0 is the likeliest
  draw: number | null; // in [0, 1); null when greedy
  survivors: { top_k: number; top_p: number };
}

/** log p of every token, T = 1. Throws RangeError for a logit that is no finite number. */
export function logSoftmax(logits: ArrayLike<number>): Float64Array {
  const logProbs = Float64Array.from(logits);
  const highest = largest(logProbs);
  let total = 0;
  for (const logit of logProbs) total += Math.exp(logit - highest);
  const logTotal = highest + Math.log(total);
  return logProbs.map((logit) => logit - logTotal);
}

/** −Σ p log p in nats, from log-probabilities. */
export function entropy(logProbs: Float64Array): number {
  let sum = 0;
  for (const logProb of logProbs) sum -= Math.exp(logProb) * logProb;
  return Math.max(sum, 0);
}

/** Ids by logit descending, ties by id. */
export function orderOf(logits: ArrayLike<number>): Int32Array {
  const values = Float64Array.from(logits);
  return Int32Array.from(values, (_, id) => id).sort(
    (a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b,
  );
}

/**
 * What each filter leaves. At temperature 0 every stage is the likeliest token alone.
 * Pass `order` (of the same logits) to redraw after a slider moved without sorting again.
 */
export function stages(
  logits: ArrayLike<number>,
  settings: Omit<DecodingSettings, "seed">,
  order: Int32Array = orderOf(logits),
): Stages {
  if (settings.temperature === 0) {
    const one: Stage = { ids: order.slice(0, 1), p: Float64Array.of(1) };
    return { softmax: one, top_k: one, top_p: one };
  }
  const weights = weightsOf(logits, order, settings.temperature);
  const k = Math.min(settings.top_k || order.length, order.length);
  const n = settings.top_p < 1 ? crossing(weights.subarray(0, k), settings.top_p) : k;
  const left = (count: number): Stage => ({
    ids: order.slice(0, count),
    p: normalised(weights.subarray(0, count)),
  });
  return { softmax: left(order.length), top_k: left(k), top_p: left(n) };
}

/** Chooses token `step` of `sample` as the server does: same arguments, same token. */
export function choose(
  logits: ArrayLike<number>,
  settings: DecodingSettings,
  sample: number,
  step: number,
): Choice {
  const order = orderOf(logits);
  const logProbs = logSoftmax(logits);
  const { top_k, top_p } = stages(logits, settings, order);
  const draw = settings.temperature === 0 ? null : uniform(settings.seed, sample, step);
  const rank = drawn(top_p.p, draw ?? 0);
  const id = order[rank] ?? 0;
  const survivors = { top_k: top_k.ids.length, top_p: top_p.ids.length };
  return { id, logprob: logProbs[id] ?? 0, rank, draw, survivors };
}

/** Where `u` in [0, 1) falls: the first place whose cumulative probability exceeds it. */
export function drawn(p: Float64Array, u: number): number {
  let cumulative = 0;
  const place = p.findIndex((probability) => (cumulative += probability) > u);
  return place < 0 ? p.length - 1 : place;
}

/** exp((z − highest) / T) in order: 1 for the likeliest token. */
function weightsOf(logits: ArrayLike<number>, order: Int32Array, temperature: number) {
  const highest = largest(logits);
  const inOrder = new Float64Array(order.length);
  order.forEach((id, place) => (inOrder[place] = logits[id] ?? NaN));
  return inOrder.map((logit) => Math.exp((logit - highest) / temperature));
}

/** How many of the weights it takes to reach the share p of their sum; at least one. */
function crossing(weights: Float64Array, p: number): number {
  const target = p * sumOf(weights);
  let cumulative = 0;
  const place = weights.findIndex((weight) => (cumulative += weight) >= target);
  return place < 0 ? weights.length : place + 1;
}

function normalised(weights: Float64Array): Float64Array {
  const total = sumOf(weights);
  return weights.map((weight) => weight / total);
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
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
