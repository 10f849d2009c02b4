// The reference marks of the axis: which are requestFor, and what the few lane's prompt says to no question.

import type { ScoreEvent } from "../../../core/api/events";
import { chance, contentFree } from "../../../core/statistics/references";
import { server } from "../../../state/server.svelte";
import type { LaneRun } from "../laneRun.svelte";
import { place } from "../../../state/place.svelte";
import { runFiles } from "../../../state/runFile/runFiles.svelte";
import { comparison } from "../comparison.svelte";
import { scoreOnce } from "../../../state/asking";

interface Asked {
  run: LaneRun;
  prompt: string;
  score: ScoreEvent;
}

class References {
  wantContentFree = $state(true);
  wantChance = $state(true);
  #reference = $state.raw<Asked | null>(null);

  /** What the axis draws belongs to the run whose marks it shows. */
  get contentFree(): Asked | null {
    const reference = this.#reference;
    return this.wantContentFree && reference !== null && reference.run === comparison.scored.few
      ? reference
      : null;
  }

  get chance(): number | null {
    const score = comparison.scored.few?.score;
    return this.wantChance && score ? chance(score) : null;
  }

  /** Asks for what is wanted and not there; call when no lane runs. */
  async ask(run: LaneRun): Promise<void> {
    if (!place.ready || run.labels.length === 0 || this.contentFree !== null) return;
    if (run.model !== server.model?.id) return; // recorded of a model that is not in use
    if (runFiles.isShown) return;
    const prompt = contentFree(run.prompt, run.lane);
    const labels = run.labels.map((label) => label.text);
    try {
      const score = await scoreOnce(run.of, prompt, labels);
      if (comparison.scored.few === run) this.#reference = { run, prompt, score };
    } catch {
      return; // the axis does without its tick
    }
  }
}

export const references = new References();
