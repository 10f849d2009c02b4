// What the few lane's question was answered before its examples or their labels were moved.

import type { ScoreEvent } from "../../../core/api/events";
import { server } from "../../../state/server.svelte";
import { scoreOnce } from "../../../state/asking";
import { place } from "../../../state/place.svelte";
import { comparison } from "../comparison.svelte";
import type { LaneRun } from "../laneRun.svelte";
import { promptBefore } from "../relabelled";

class Before {
  #known = $state.raw<{ run: LaneRun; score: ScoreEvent } | null>(null);

  /** It belongs to the run whose marks the axis shows. */
  get score(): ScoreEvent | null {
    return this.#known?.run === comparison.scored.few ? (this.#known?.score ?? null) : null;
  }

  /** Asks for it where examples or labels were moved; call when no lane runs. */
  async ask(run: LaneRun): Promise<void> {
    if (!place.ready || run.model !== server.model?.id || run.labels.length === 0) return;
    const prompt = promptBefore(run);
    if (prompt === null || this.#known?.run === run) return;
    try {
      const labels = run.labels.map((label) => label.text);
      const score = await scoreOnce(run.of, prompt, labels);
      if (comparison.scored.few === run) this.#known = { run, score };
    } catch {
      return; // the sentence then says nothing of a turn
    }
  }
}

export const before = new Before();
