// Decoding on full logits as the server does it, in float64: the model's own probabilities, what
// each stage leaves, the choice. The twin of backend/shotglass/decoding;
// tests/contract/decoding.json holds both together.

import { type Filters, narrow, type Sorted, sorted, type StageName } from "./narrowing";
import { uniform } from "./philox";

export interface DecodingSettings extends Filters {
  seed: number;
}

/** Tokens in order (probability descending, ties by id) with their probabilities, summing to 1. */
export interface Stage {
  ids: Int32Array;
  p: Float64Array;
}

/** softmax: at the temperature, the whole vocabulary; top_k: exactly k tokens; top_p: the smallest
 * set whose mass reaches p, the token that crosses it included. */
export type Stages = Record<StageName, Stage>;

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

/** What each filter leaves, as lists. At temperature 0 every stage is the likeliest token alone. */
export function stages(logits: ArrayLike<number>, settings: Filters): Stages {
  const left = narrow(sorted(logits), settings);
  const made = (stage: StageName): Stage => {
    const ids = left.order.slice(0, left.counts[stage]);
    return { ids, p: Float64Array.from(ids, (_, place) => left.p(stage, place)) };
  };
  return { softmax: made("softmax"), top_k: made("top_k"), top_p: made("top_p") };
}

/**
 * Chooses token `step` of `sample` as the server does: same arguments, same token.
 * Pass `ordered` (of the same logits) where they are sorted already.
 */
export function choose(
  logits: ArrayLike<number>,
  settings: DecodingSettings,
  sample: number,
  step: number,
  ordered: Sorted = sorted(logits),
): Choice {
  const left = narrow(ordered, settings);
  const draw = settings.temperature === 0 ? null : uniform(settings.seed, sample, step);
  const rank = left.at(draw ?? 0);
  const id = left.order[rank] ?? 0;
  const survivors = { top_k: left.counts.top_k, top_p: left.counts.top_p };
  return { id, logprob: logSoftmax(logits)[id] ?? 0, rank, draw, survivors };
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
