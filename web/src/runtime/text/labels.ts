// The labels of one prompt as token ids, and whether a label would merge with the prompt's end. The
// twin of backend/shotglass/engine/strategies/scoring.py.

import { Refusal } from "../refusal";
import type { Tokenizer } from "./tokenizer";

export interface EncodedLabels {
  texts: readonly string[];
  ids: readonly (readonly number[])[];
  moved: string[]; // labels that change the prompt's own tokens when written right after it
}

/**
 * Tokens of `prompt + label` that follow the prompt's; a label that would merge with the prompt's
 * last token is encoded by itself. A start token before the prompt changes nothing. `at`: where the labels stand in the request. Throws Refusal.
 */
export function encodeLabels(
  tokenizer: Tokenizer,
  prompt: string,
  texts: readonly string[],
  at = "/labels",
): EncodedLabels {
  const empty = texts.indexOf("");
  if (empty >= 0) {
    const detail = "A label is empty; text that can follow the prompt was expected.";
    throw new Refusal("invalid_parameter", detail, `${at}/${empty}`);
  }
  const before = tokenizer.encode(prompt);
  const moved: string[] = [];
  const ids = texts.map((text) => {
    const whole = tokenizer.encode(prompt + text);
    if (before.every((id, i) => whole[i] === id)) return whole.slice(before.length);
    moved.push(text);
    return tokenizer.encode(text);
  });
  requireApart(texts, ids, at);
  return { texts, ids, moved };
}

/** Tokens of the longest label; 0 where there are none. */
export function longest({ ids }: EncodedLabels): number {
  return Math.max(0, ...ids.map((label) => label.length));
}

function requireApart(texts: readonly string[], ids: readonly number[][], at: string): void {
  const result = conflict(ids);
  if (result === null) return;
  const [i, j] = result;
  throw new Refusal(
    "label_conflict",
    `The tokens of label “${texts[i]}” are the beginning of those of “${texts[j]}”, so their ` +
      "probabilities overlap; change one of them, or end every label with the same mark, such as a full stop.",
    `${at}/${i}`,
  );
}

// Labels as answers: whether they can be told apart, and each one's share of their mass. The twin of
// backend/shotglass/engine/strategies/scoring.py.

/** Places of a label whose tokens begin another's, and of that other; null where there are none. */
export function conflict(ids: readonly (readonly number[])[]): [number, number] | null {
  for (const [i, tokens] of ids.entries()) {
    for (const [j, other] of ids.entries()) {
      if (i !== j && tokens.every((id, at) => other[at] === id)) return [i, j];
    }
  }
  return null;
}

/** Each label's part of all labels' mass, summing to 1, from log-probabilities. */
export function shares(logprobs: readonly number[]): number[] {
  const highest = Math.max(...logprobs);
  const weights = logprobs.map((logprob) => Math.exp(logprob - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
