// Whether a run's examples had their answers moved, and what the model made of it.

import { promptFor, knownQuery } from "../../core/gallery/gallery";
import { shotsOf } from "../../core/prompting/editing";
import {
  contradicts,
  outcome,
  relabelling,
  type Moved,
  type Outcome,
} from "../../core/prompting/relabelling";
import { draft } from "../task/draft.svelte";
import type { LaneRun } from "./laneRun.svelte";

/** null where the examples the run showed have their true answers, as far as these are known. */
export function movedIn(run: LaneRun): Moved | null {
  const { shot_set: set, shots } = run.lane;
  if (set === null) return null;
  return relabelling(shotsOf(run.prompt, set), draft.truthOf(set), shots);
}

/** The expected answer, where a sign of rightness may stand beside it. */
export function praised(run: LaneRun): string | null {
  return contradicts(movedIn(run), trueAnswer(run)) && run.expected === trueAnswer(run)
    ? null
    : run.expected;
}

export function outcomeOf(run: LaneRun, zero: LaneRun | null): Outcome | null {
  const moved = movedIn(run);
  if (moved === null || run.score === null) return null;
  return outcome(moved, run.score, trueAnswer(run), zero?.score ?? null);
}

/** The gallery's answer to its own question, else the one that is expected. */
function trueAnswer(run: LaneRun): string | null {
  const { entry } = draft;
  const { input } = run.prompt.query;
  const set = run.lane.shot_set;
  if (entry === undefined || set === null || knownQuery(entry, input) === undefined) {
    return run.expected;
  }
  return promptFor(entry, input, set).query.expected ?? run.expected;
}
