// Questions to the model, wherever it runs: the server's API, or the engine in this browser.

import * as api from "../core/api/api";
import { place } from "./place.svelte";
import type { Of } from "../core/api/api";
import type { ScoreEvent } from "../core/api/events";

export const compare: typeof api.compare = (request, signal) =>
  engineFor(request)?.compare(request, signal) ?? api.compare(request, signal);

/** The engine in the browser changes nothing inside a model, so the server is asked. */
function engineFor({ model, interventions }: api.Of & { interventions?: api.Changes | undefined }) {
  return interventions === undefined ? place.engineOf(model) : null;
}

export const generate: typeof api.generate = (request, signal) => {
  const engine = engineFor(request);
  if (engine === null) return api.generate(request, signal);
  if (request.settings.constraint !== undefined) throw unheld();
  return engine.generate(request, signal);
};

export const allowed: typeof api.allowed = async (of, constraint, signal) => {
  if (place.engineOf(of.model) !== null) throw unheld();
  return api.allowed(of, constraint, signal);
};

/** The engine in the browser has no grammars; `problemText` has the words. */
function unheld(): api.ApiError {
  const detail = "In this browser answers cannot be held to a form; choose the server.";
  return new api.ApiError({
    type: "/errors/unheld",
    title: "Not in this browser",
    status: 0,
    detail,
  });
}

export const score: typeof api.score = (of, prompt, labels, signal) =>
  place.engineOf(of.model)?.score(prompt, labels, signal) ?? api.score(of, prompt, labels, signal);

/** log p of one label after each prompt: in one batch, in the browser one after another. */
export async function logprobs(
  of: Of,
  prompts: string[],
  label: string,
  signal: AbortSignal,
): Promise<number[]> {
  if (place.engineOf(of.model) === null) {
    const batch = await api.scores(of, prompts, [label], signal);
    return batch.prompts.map(({ labels }) => labels[0]?.scores.logprob ?? NaN);
  }
  const each: number[] = [];
  for (const prompt of prompts) {
    const { labels } = await score(of, prompt, [label], signal);
    each.push(labels[0]?.logprob ?? NaN);
  }
  return each;
}

export const nextLogits: typeof api.nextLogits = (
  of,
  prompt,
  continuation,
  signal,
  interventions,
) =>
  engineFor({ ...of, interventions })?.nextLogits(prompt, continuation, signal) ??
  api.nextLogits(of, prompt, continuation, signal, interventions);

export const vocabulary: typeof api.vocabulary = (model, signal) =>
  place.engineOf(model)?.vocabulary() ?? api.vocabulary(model, signal);

// Scores asked for beside the lanes, each once: an answer that is known or under way is not asked again.

const MOST_KEPT = 400;

const stored = new Map<string, Promise<ScoreEvent>>();

/** Rejects as `score` does; a failure is not kept. */
export function scoreOnce(of: Of, prompt: string, labels: string[]): Promise<ScoreEvent> {
  const key = JSON.stringify([place.now, of, prompt, labels]);
  const known = stored.get(key);
  if (known !== undefined) return known;
  const coming = score(of, prompt, labels);
  coming.catch(() => stored.delete(key));
  stored.set(key, coming);
  const [oldest] = stored.keys();
  if (stored.size > MOST_KEPT && oldest !== undefined) stored.delete(oldest);
  return coming;
}
