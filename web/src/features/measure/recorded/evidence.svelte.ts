// The records that ship with the page, for the task and the model in use; the evidence is fetched when
// Measure is first opened.

import { loadEvidence, type Evidence } from "../../../core/gallery/evidence";
import { VERDICTS } from "../../../core/gallery/verdicts";
import { draft } from "../../../state/draft.svelte";
import { server } from "../../../state/server.svelte";
import { chosen } from "../choice.svelte";
import type { QuestionId } from "../questions/question";
import { findingOf, type Finding } from "../../../core/gallery/finding";

class Recorded {
  #evidence = $state.raw<Evidence | null>(null);
  settled = $state(false); // the evidence is there, or could not be fetched

  async load(): Promise<void> {
    if (this.settled) return;
    this.#evidence = await loadEvidence().catch(() => null);
    this.settled = true;
  }

  /** Null for a task or rows of a person's own, and where nothing was recorded. */
  of(id: QuestionId): Finding | null {
    return draft.own ? this.shipped(id) : null;
  }

  /** Of the task in use as it ships, also where it was changed. */
  shipped(id: QuestionId): Finding | null {
    const { task, set } = draft;
    if (task === null || chosen.own !== null || chosen.record !== null) return null;
    const wish = { task, set, model: server.model?.id ?? null };
    return findingOf(id, wish, VERDICTS, this.#evidence);
  }
}

export const recorded = new Recorded();
