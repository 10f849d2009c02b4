// What each example brings: the log-odds of the expected answer with all of them, and without one.

import { render, type Lane, type Prompt } from "../prompting/render";

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
