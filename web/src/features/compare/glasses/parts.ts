// How likely a word is, as far as a score says it.

import type { ScoreEvent } from "../../../core/api/events";
import { otherTokens, probability } from "../../../core/statistics/readings";

/** `below`: of a word that is no answer and is not listed, the least of those that are. */
export interface Part {
  p: number;
  below?: number;
}

export function partOf(score: ScoreEvent, text: string): Part {
  const { alternatives } = score.next;
  const listed = otherTokens(score, alternatives.length).tokens.find(
    (token) => token.text === text,
  );
  const p = probability(score, text) ?? listed?.p;
  if (p !== undefined) return { p };
  return { p: 0, below: Math.min(1, ...alternatives.map((token) => token.p)) };
}
