// What else is asked of a model that runs here: a text continued, a score, a whole distribution.

import type { GenerateRequest, NextLogits } from "../core/api/api";
import type { RunEvent, ScoreEvent } from "../core/api/events";
import { Prediction } from "../core/api/prediction";
import { encodeLabels, longest } from "./text/encodedLabels";
import type { Model } from "./model";
import { scoreEvent } from "./readout";
import { Refusal } from "./refusal";
import { follow, TokenCount } from "./run";

export async function* generate(
  model: Model,
  { prompt, settings }: GenerateRequest,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  const ids = model.encode(prompt);
  model.requireRoom(ids, settings.max_tokens);
  const plan = { lane: "", text: prompt, ids, spans: [], labels: null };
  const count = new TokenCount();
  yield* follow(model, [plan], settings, signal, count);
  yield count.end();
}

export async function score(
  model: Model,
  prompt: string,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<ScoreEvent> {
  const ids = model.encode(prompt);
  const labels = encodeLabels(model.tokenizer, prompt, texts);
  model.requireRoom(ids, Math.max(1, longest(labels)));
  const reading = await model.read(ids, signal);
  const after = new Prediction(reading.logits);
  const logprobs = await model.labelLogprobs(reading, after, labels, signal);
  return scoreEvent("", labels, logprobs, after, model.textOf);
}

/** The whole distribution after a prompt and the tokens of `continuation`, taken one at a time. */
export async function nextLogits(
  model: Model,
  prompt: string,
  continuation: readonly number[],
  signal: AbortSignal,
): Promise<NextLogits> {
  const ids = model.encode(prompt);
  const { vocabulary } = model.session.shape;
  const strange = continuation.find((id) => id < 0 || id >= vocabulary);
  if (strange !== undefined) {
    const detail = `${strange} is no token: ids from 0 to ${vocabulary - 1} were expected.`;
    throw new Refusal("token_out_of_range", detail, "/continuation");
  }
  model.requireRoom(ids, continuation.length);
  const read = await model.read(ids, signal);
  let { logits, cache } = read;
  const logprobs: number[] = [];
  for (const id of continuation) {
    signal.throwIfAborted();
    logprobs.push(new Prediction(logits).logprob(id));
    const next = await model.session.run(cache, [id], [0]);
    if (cache !== read.cache) model.session.caches.free(cache);
    [logits, cache] = [next.logits[0] ?? logits, next.cache];
  }
  return { logits, prompt: ids, logprobs };
}
