// Whether a run's examples had their answers moved, and what the model made of it.

import { promptFor, knownQuery } from "../../core/gallery/gallery";
import type { ScoreEvent } from "../../core/api/events";
import { shotsOf, withShots } from "../../core/prompting/editing";
import {
  contradicts,
  outcome,
  relabelling,
  restored,
  type Moved,
  type Outcome,
} from "../../core/prompting/relabelling";
import { render } from "../../core/prompting/render";
import { draft } from "../../state/draft.svelte";
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

/** `before`: the score of the run's question with the answers where they were, where known. */
export function outcomeOf(run: LaneRun, before: ScoreEvent | null): Outcome | null {
  const moved = movedIn(run);
  if (moved === null || run.score === null) return null;
  return outcome(moved, run.score, before);
}

/** The run's prompt with its examples' answers where they were; null where none was moved. */
export function promptBefore(run: LaneRun): string | null {
  const { shot_set: set } = run.lane;
  if (set === null || movedIn(run) === null) return null;
  const shots = restored(shotsOf(run.prompt, set), draft.truthOf(set));
  return render(withShots(run.prompt, set, shots), run.lane).text;
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
