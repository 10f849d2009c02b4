// Marks that are no lane's, to read the lanes' by: what the prompt answers to a question without
// content (Zhao et al. 2021, contextual calibration), and what each answer would get by chance.

import type { ScoreEvent } from "../../../core/api/events";
import { render, type Lane, type Prompt } from "../../../core/prompting/render";

export const CONTENT_FREE = "N/A";

/** The lane's prompt with `N/A` in place of its question. */
export function contentFree(prompt: Prompt, lane: Lane): string {
  return render({ ...prompt, query: { input: CONTENT_FREE } }, lane).text;
}

/** The lane's mass on all answers, spread evenly over them; null where there are none. */
export function chance(score: ScoreEvent): number | null {
  return score.labels.length === 0 ? null : score.mass / score.labels.length;
}
