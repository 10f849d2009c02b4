// What else is asked of a model that runs here: a text continued, a score, a whole distribution.

import type { GenerateRequest, NextLogits, PromptInput } from "../core/api/api";
import type { RunEvent, ScoreEvent } from "../core/api/events";
import { Prediction } from "../core/api/prediction";
import { encodeLabels, longest } from "./text/encodedLabels";
import type { Model } from "./model";
import { scoreEvent } from "./readout";
import { follow, TokenCount } from "./run";

export async function* generate(
  model: Model,
  { prompt, settings }: GenerateRequest,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  const ids = model.encode(prompt);
  model.requireRoom(ids, settings.max_tokens);
  const text = typeof prompt === "string" ? prompt : model.tokenizer.decode(prompt);
  const plan = { lane: "", text, given: prompt, ids, spans: [], labels: null };
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
  prompt: PromptInput,
  continuation: readonly number[],
  signal: AbortSignal,
): Promise<NextLogits> {
  const ids = model.encode(prompt);
  model.requireTokens(continuation, "/continuation");
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
