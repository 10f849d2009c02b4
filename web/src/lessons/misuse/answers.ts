// What the model in use would answer.

import { score } from "../../core/api/api";
import type { ScoreEvent } from "../../core/api/events";
import { modelToAsk } from "../../features/lessons/answers";
import type { Pair, Parts } from "./document";

export interface Reading {
  parts: [there: number, planted: number]; // the probability of either city as the next words
  next: string; // the likeliest token
}

/** Throws NoModel, ApiError. */
export async function readingOf(parts: Parts, pair: Pair, signal?: AbortSignal): Promise<Reading> {
  const { before, sentence, after } = parts;
  const prompt = (sentence === "" ? before : `${before} ${sentence}`) + after;
  const labels = [` ${pair.there}`, ` ${pair.planted}`];
  return read(await score(modelToAsk(), prompt, labels, signal));
}

function read({ labels, next }: ScoreEvent): Reading {
  const [there = 0, planted = 0] = labels.map(({ logprob }) => Math.exp(logprob));
  return { parts: [there, planted], next: next.alternatives[0]?.text ?? "" };
}
