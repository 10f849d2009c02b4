// Scores asked for beside the lanes, each once: an answer that is known or under way is not asked again.

import type { Of } from "../../core/api/api";
import { score } from "../place/asking";
import type { ScoreEvent } from "../../core/api/events";
import { place } from "../place/state.svelte";

const MOST_KEPT = 400;

const kept = new Map<string, Promise<ScoreEvent>>();

/** Rejects as `score` does; a failure is not kept. */
export function scoreOnce(of: Of, prompt: string, labels: string[]): Promise<ScoreEvent> {
  const key = JSON.stringify([place.now, of, prompt, labels]);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const coming = score(of, prompt, labels);
  coming.catch(() => kept.delete(key));
  kept.set(key, coming);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return coming;
}
