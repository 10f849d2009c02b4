// What the lanes are read against: what the prompt answers to a question without
// content (Zhao et al. 2021, contextual calibration), and what each answer would get by chance.

import type { ScoreEvent } from "../api/events";
import { render, type Lane, type Prompt } from "../prompting/render";

export const CONTENT_FREE = "N/A";

/** The lane's prompt with `N/A` in place of its question. */
export function contentFree(prompt: Prompt, lane: Lane): string {
  return render({ ...prompt, query: { input: CONTENT_FREE } }, lane).text;
}

/** The lane's mass on all answers, spread evenly over them; null where there are none. */
export function chance(score: ScoreEvent): number | null {
  return score.labels.length === 0 ? null : score.mass / score.labels.length;
}

// What each example brings: the log-odds of the expected answer with all of them, and without one.

/** The lane's prompt without its first example, without its second, and so on. */
export function withoutEach(prompt: Prompt, lane: Lane): string[] {
  return lane.shots.map((_, i) => {
    const shots = lane.shots.filter((_, j) => j !== i);
    return render(prompt, { ...lane, shot_set: shots.length === 0 ? null : lane.shot_set, shots })
      .text;
  });
}

/** log(p / (1 - p)) in nats, from log p; infinite where p is 0 or 1. */
export function logOdds(logprob: number): number {
  return logprob - Math.log(-Math.expm1(logprob));
}

/** How many nats of log-odds are lost from `all` to `without`, both log p. */
export function lost(all: number, without: number): number {
  return logOdds(all) - logOdds(without);
}

/** What leaving it out does to a probability: of log p with all, and the nats lost without one. */
export function changeWithout(all: number, nats: number): number {
  return 1 / (1 + Math.exp(nats - logOdds(all))) - Math.exp(all);
}
