// Branches: what the model writes on from another token than the one that was drawn.

import { ApiError, isAbort } from "../../../core/api/api";
import type { Alternative, TokenEvent } from "../../../core/api/events";
import { sameTokens } from "../../../core/text/tokens";
import { stopsOf } from "../../../core/prompting/render";
import type { LaneId } from "../../../core/statistics/readings";
import { generate } from "../../../state/asking";
import { LaneRun } from "../laneRun.svelte";

/** Where a sample is left, and for which token. */
export interface ForkPoint {
  lane: LaneId;
  parent: LaneRun; // a lane's run, or another branch's
  sample: number;
  at: number;
  before: readonly TokenEvent[]; // of this sample, up to the place
  answer: string; // the whole answer up to the place, other branches' part too
  chosen: Alternative;
  instead: string;
}

export interface Branch extends ForkPoint {
  id: number;
  run: LaneRun;
  abort: AbortController;
}

class Branches {
  all = $state.raw<readonly Branch[]>([]);
  #made = 0;

  of(parent: LaneRun, sample: number): Branch[] {
    return this.all.filter((branch) => branch.parent === parent && branch.sample === sample);
  }

  /** Continues from the token; where that branch is there already, nothing is asked. */
  fork(point: ForkPoint): void {
    const there = this.of(point.parent, point.sample);
    const { at, chosen } = point;
    if (there.some((branch) => branch.at === at && branch.chosen.id === chosen.id)) return;
    const id = ++this.#made;
    const { where, lane, of, numbers, prompt, settings } = point.parent;
    const left = Math.max(1, settings.max_tokens - at - 1);
    const own = { ...settings, n: 1, max_tokens: left };
    const run = new LaneRun({
      key: `branch ${id}`,
      where,
      lane,
      of,
      numbers,
      prompt,
      text: "",
      settings: own,
    });
    const branch = { ...point, id, run, abort: new AbortController() };
    this.all = [...this.all, branch];
    void listen(branch);
  }

  remove(branch: Branch): void {
    branch.abort.abort();
    this.all.filter((other) => other.parent === branch.run).forEach((other) => this.remove(other));
    this.all = this.all.filter((other) => other !== branch);
  }
}

async function listen({ parent, before, chosen, run, abort }: Branch): Promise<void> {
  const text = before.map((token) => token.text).join("");
  const prompt = (parent.start?.prompt ?? "") + text + chosen.text;
  const settings = { ...run.settings, stop: stopsOf(run.prompt) };
  try {
    for await (const event of generate({ ...run.of, prompt, settings }, abort.signal)) {
      if (event.type !== "end") run.take(event);
    }
    run.finish("done");
  } catch (error) {
    if (isAbort(error)) return;
    if (!(error instanceof ApiError)) throw error;
    run.take({ type: "failed", lane: "", problem: error.problem });
  }
}

/** Whether the branch goes on from the very tokens that stood there; true while that is not known. */
export function isExact({ parent, before, chosen, run }: Branch): boolean {
  if (run.start === null || parent.start === null || parent.start.tokens.length === 0) return true;
  return sameTokens(run.start.tokens, parent.start.tokens, before, chosen.id);
}

export const branches = new Branches();
