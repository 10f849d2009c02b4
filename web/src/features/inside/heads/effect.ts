// A prompt's answers as its glass takes them: those that Compare's glass of it holds, in their order.

import type { Score } from "../../../core/api/api.gen";
import { contents, partOf, wordBeside } from "../../../core/answers/contents";

interface Contents {
  answers: readonly string[];
  lead: number; // the place of what the page speaks of
  word: string | null; // the likeliest one, where no answer is expected
}

/** Of a prompt that has these labels; `score`: with all heads, where it is known. */
export function contentsOf(
  score: Score | null,
  labels: readonly string[],
  expected: string | null | undefined,
): Contents {
  const expects = expected != null;
  const word = score === null ? null : wordBeside(score, expects);
  const answers = contents(labels, word, expects);
  const subject = expected ?? word?.text ?? "";
  const lead = answers.findIndex((text) => text.trim() === subject.trim());
  return { answers, lead: Math.max(0, lead), word: expects ? null : (word?.text ?? null) };
}

export function probabilities(score: Score, answers: readonly string[]): number[] {
  return answers.map((text) => partOf(score, text).p);
}
