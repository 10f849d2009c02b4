// What a lesson asks a model: a task of the gallery with some of its examples.

import { entryOf, promptFor } from "../../../../core/gallery/gallery";
import { render, type Lane, type Prompt } from "../../../../core/prompting/render";

/** A gallery task's first question with `k` examples of a set. Throws Error for no such task. */
export function laneOf(task: string, set: string, k: number): { prompt: Prompt; lane: Lane } {
  const entry = entryOf(task);
  const query = entry?.queries[0];
  if (entry === undefined || query === undefined) throw new Error(`There is no task ${task}.`);
  const shots = Array.from({ length: k }, (_, i) => i);
  const lane = { id: String(k), shot_set: k === 0 ? null : set, shots };
  return { prompt: promptFor(entry, query.input, set), lane };
}

export function textOf(task: string, set: string, k: number): string {
  const { prompt, lane } = laneOf(task, set, k);
  return render(prompt, lane).text;
}
