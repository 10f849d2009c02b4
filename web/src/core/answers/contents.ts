// What a glass holds, and how likely each of it is, as far as a score says it. The parts are events of
// which no two can happen at once: a token that begins an answer holds its probability, so never both
// are parts.

import type { ScoreEvent } from "../api/events";
import { nextWords, probability, type Next } from "../statistics/readings";

/** `below`: of a word that is no answer and is not listed, the least of those that are. */
export interface Part {
  p: number;
  below?: number;
}

/** The likeliest next word, where it is spoken of beside the answers or instead of the expected one. */
export function wordBeside(score: ScoreEvent, expected: boolean): Next | null {
  const [word] = nextWords(score, 1);
  if (word === undefined) return null;
  return expected && (word.answer || word.holds.length > 0) ? null : word;
}

/**
 * The answers and such a word: it comes first where it is the subject, without the answers that it
 * begins, else behind the answers.
 */
export function contents(
  labels: readonly string[],
  word: Next | null,
  expected: boolean,
): readonly string[] {
  if (word === null) return labels;
  if (expected) return [...labels, word.text];
  return [word.text, ...labels.filter((text) => text !== word.text && !word.holds.includes(text))];
}

export function partOf(score: ScoreEvent, text: string): Part {
  const { alternatives } = score.next;
  const p = probability(score, text) ?? alternatives.find((token) => token.text === text)?.p;
  if (p !== undefined) return { p };
  return { p: 0, below: Math.min(1, ...alternatives.map((token) => token.p)) };
}
