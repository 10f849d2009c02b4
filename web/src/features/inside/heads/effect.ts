// A prompt's answers as the glass takes them: probabilities in the answers' order.

import type { Score } from "../../../core/api/api.gen";

export function probabilities(score: Score): number[] {
  return score.labels.map(({ p }) => p);
}

/** The place of the expected answer; the first where none of them is expected. */
export function expectedOf(labels: readonly string[], expected: string | undefined): number {
  const place = labels.findIndex((label) => label.trim() === expected?.trim());
  return Math.max(0, place);
}
