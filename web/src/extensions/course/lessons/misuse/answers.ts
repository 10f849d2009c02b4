// What a model would answer: SmolLM2, of which the lesson speaks, or the one in use.

import { score, type ModelSummary } from "../../../../core/api/api";
import type { ScoreEvent } from "../../../../core/api/events";
import { recordings } from "../../../../core/recordings/recordings";
import { canAsk, modelToAsk, NoModel } from "../../views/lessons/answers";
import { precision } from "../../../../state/precision.svelte";
import { server } from "../../../../state/server.svelte";
import type { Pair, Parts } from "./document";

export interface Reading {
  parts: [there: number, planted: number]; // the probability of either city as the next words
  next: string; // the likeliest token
}

/** The models that may be asked: SmolLM2, then the one in use where it is another. Throws NoModel. */
export function askable(): ModelSummary[] {
  const id = recordings.head?.model;
  modelToAsk();
  const known = server.models.filter((model) => model.id === id && canAsk(model.id));
  return [...known, ...(server.model === null || server.model.id === id ? [] : [server.model])];
}

/** Of one of these, by its place. Throws NoModel, ApiError. */
export async function readingOf(
  parts: Parts,
  pair: Pair,
  place = 0,
  signal?: AbortSignal,
): Promise<Reading> {
  const models = askable();
  const model = models[place] ?? models[0];
  if (model === undefined) throw new NoModel();
  const { before, sentence, after } = parts;
  const prompt = (sentence === "" ? before : `${before} ${sentence}`) + after;
  const labels = [` ${pair.there}`, ` ${pair.planted}`];
  return read(await score(precision.of(model), prompt, labels, signal));
}

function read({ labels, next }: ScoreEvent): Reading {
  const [there = 0, planted = 0] = labels.map(({ logprob }) => Math.exp(logprob));
  return { parts: [there, planted], next: next.alternatives[0]?.text ?? "" };
}
