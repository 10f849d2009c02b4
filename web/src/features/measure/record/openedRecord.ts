// The record in a file that Measure shows, as what was measured: the task that it names, if it is one
// that is here, and closing it.

import { GALLERY } from "../../../core/gallery/gallery";
import type { MeasuredTask, Plan } from "../../../core/measurement/plan";
import { content } from "../../../state/content/content.svelte";
import { runFiles } from "../../../state/runFile/runFiles.svelte";
import { searching } from "../causes/searching.svelte";
import { chosen } from "../choice.svelte";
import { measuring } from "../run/measuring.svelte";

/** What the record asked; null while none is shown. */
export function taskOfRecord(): MeasuredTask | null {
  if (chosen.record === null) return null;
  const search = searching.isHere ? searching.result : null;
  if (search === null) return measuring.isHere ? (measuring.result?.plan ?? null) : null;
  const { prompt, items, shot_set, pool, seed, balanced } = search.request;
  return {
    prompt: prompt as Plan["prompt"],
    items: items as Plan["items"],
    ...{
      shot_set: shot_set ?? null,
      pool: pool ?? 0,
      seed: seed ?? 0,
      balanced: balanced === true,
    },
  };
}

/** The task whose wording and examples these are, and which of its sets was shown. */
export function setOf({
  prompt,
  shot_set,
}: MeasuredTask): { task: string; set: string | null } | null {
  const same = JSON.stringify([prompt.instruction, prompt.template, prompt.shot_sets]);
  const known = [...GALLERY, ...(content.folder?.tasks ?? [])].find(
    ({ prompt: { instruction, template, shot_sets } }) =>
      JSON.stringify([instruction, template, shot_sets]) === same,
  );
  return known === undefined ? null : { task: known.id, set: shot_set };
}

/** Back to the task that is open. */
export function closeRecord(): void {
  chosen.record = null;
  [measuring.result, searching.result] = [null, null];
  runFiles.leave();
}
