// Whether a run's examples or their answers were moved, and what the model made of it.

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
import { isReordered } from "../../core/prompting/order";
import { render, type Prompt, type Shot } from "../../core/prompting/render";
import { draft } from "../../state/draft.svelte";
import type { LaneRun } from "./laneRun.svelte";
import type { Way } from "./result/effect";

type Reordered = Way & { label: string };

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
  return outcome(moved, run.score, before, trueAnswer(run));
}

/** The run's prompt with its examples' answers where they were, or with its examples in the task's
 * order; null where none was moved. */
export function promptBefore(run: LaneRun): string | null {
  const { shot_set: set } = run.lane;
  if (set === null) return null;
  const shots = shotsOf(run.prompt, set);
  const before = movedIn(run) ? restored(shots, draft.truthOf(set)) : orderBefore(run.prompt, set);
  if (before === null) return null;
  const { text } = render(withShots(run.prompt, set, before), run.lane);
  return text === render(run.prompt, run.lane).text ? null : text;
}

/** A set's examples in the task's order, where they stand in another. */
function orderBefore(prompt: Prompt, set: string): readonly Shot[] | null {
  const { entry } = draft;
  const tasks = entry === undefined ? [] : shotsOf(entry.prompt, set);
  return isReordered(shotsOf(prompt, set), tasks) ? tasks : null;
}

/** The expected answer in the task's order and in that of the run; null where only one is known. */
export function reorderedOf(run: LaneRun, before: ScoreEvent | null): Reordered | null {
  const { expected, score } = run;
  if (expected === null || before === null || score === null || movedIn(run)) return null;
  const of = ({ labels }: ScoreEvent) => labels.find(({ text }) => text === expected)?.p;
  const [from, to] = [of(before), of(score)];
  return from === undefined || to === undefined ? null : { label: expected, from, to };
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
