// A guess before the marks are seen: which answer the model makes likeliest.

import type { ScoreEvent } from "../../../core/api/events";
import { anyOther } from "../../../core/statistics/readings";

/** An answer's text, or null for any other token. */
export type Answer = string | null;

/** The row whose mark stands furthest right; of equal ones the first. */
export function likeliest(score: ScoreEvent): Answer {
  const best = score.labels.reduce<{ text: Answer; p: number }>(
    (most, label) => (label.p > most.p ? label : most),
    { text: null, p: anyOther(score) },
  );
  return best.text;
}
