// What each example of the few lane brings, for the run on the page: asked on request or when the
// model is idle, given up when the draft moves on, kept for when it comes back.

import type { Of } from "../../../../core/api/api";
import { changeWithout, lost, withoutEach } from "../../../../core/statistics/references";
import { render } from "../../../../core/prompting/render";
import type { Without } from "../../glasses/table";
import type { LaneRun } from "../../laneRun.svelte";
import { comparison } from "../../comparison.svelte";
import { scoreOnce } from "../../../../state/asking";

class LeaveOneOut {
  #stored = $state.raw<ReadonlyMap<string, readonly number[]>>(new Map());
  #asking = $state.raw<{ key: string; done: number[] } | null>(null);
  failed = $state(false);

  /** The few lane's run while the draft still is what made it, and there is something to leave out. */
  get run(): LaneRun | null {
    const run = comparison.scored.few;
    if (run === null || run.score === null || run.expected === null || run.k === 0) return null;
    return comparison.stale("few") || comparison.lanes.few !== run ? null : run;
  }

  /** Nats by example, as far as they are known; null where nothing was asked. */
  get values(): readonly number[] | null {
    const key = this.run?.key;
    if (key === undefined) return null;
    const asking = this.#asking?.key === key ? this.#asking.done : null;
    return this.#stored.get(key) ?? asking;
  }

  /** What leaving out each does; null where that is not known of all. */
  get without(): Without | null {
    const { values, run } = this;
    if (values === null || run === null || values.length < run.k) return null;
    return { nats: values, change: values.map((nats) => this.change(nats)) };
  }

  /** The change of the probability by leaving it out; null where the run did not score the answer. */
  change(nats: number): number | null {
    const { run } = this;
    const known = run?.score?.labels.find((item) => item.text === run.expected);
    return known === undefined ? null : changeWithout(known.logprob, nats);
  }

  async ask(signal: AbortSignal): Promise<void> {
    const { run } = this;
    if (run === null || run.expected === null || this.#stored.has(run.key)) return;
    const { key, of, expected } = run;
    this.failed = false;
    const done: number[] = [];
    this.#asking = { key, done };
    try {
      const all = await allShown(run, expected);
      for (const prompt of withoutEach(run.prompt, run.lane)) {
        const without = await logprob(of, prompt, expected);
        if (signal.aborted) return;
        done.push(lost(all, without));
        this.#asking = { key, done: [...done] };
      }
      this.#stored = new Map([...this.#stored, [key, done]]);
    } catch {
      this.failed = !signal.aborted;
    } finally {
      if (this.#asking?.key === key) this.#asking = null;
    }
  }
}

/** log p of the expected answer after the whole prompt, which the run has mostly read off already. */
async function allShown(run: LaneRun, expected: string): Promise<number> {
  const known = run.score?.labels.find((item) => item.text === expected);
  if (known !== undefined) return known.logprob;
  return logprob(run.of, render(run.prompt, run.lane).text, expected);
}

async function logprob(of: Of, prompt: string, label: string): Promise<number> {
  const [first] = (await scoreOnce(of, prompt, [label])).labels;
  if (first === undefined) throw new Error(`“${label}” was not scored.`);
  return first.logprob;
}

export const leaveOneOut = new LeaveOneOut();
