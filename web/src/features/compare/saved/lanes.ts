// The lanes of a comparison as a file holds them: the events of each, in their order.

import type { RunEvent } from "../../../core/api/events";
import type { SavedLane } from "../../../core/runFile/runs";
import type { LaneRun, Sample } from "../laneRun.svelte";

/** `model`: its place in the run. Null for a run without its beginning, of which nothing could be
 * asked again. */
export function savedLane(run: LaneRun, model: number): SavedLane | null {
  const { start, score, lane, settings } = run;
  if (start === null) return null;
  const scored = score === null ? [] : [score];
  const samples = run.samples.flatMap(eventsOf);
  // A reasoning lane's own score is the mean of its samples', and comes after them.
  const all = lane.reasoning === true ? [...samples, ...scored] : [...scored, ...samples];
  const { id, shot_set, shots } = lane;
  return {
    ...{ model, id, shot_set, shots: [...shots], reasoning: lane.reasoning === true },
    settings,
    events: [start, ...all],
  };
}

function eventsOf({ tokens, done, answer }: Sample, sample: number): RunEvent[] {
  const [after] = answer?.samples ?? [];
  const score = answer?.score;
  return [
    ...tokens,
    ...(score == null ? [] : [{ ...score, sample }]),
    ...(after?.tokens.map((token) => ({ ...token, sample })) ?? []),
    ...(after?.done == null ? [] : [{ ...after.done, sample }]),
    ...(done === null ? [] : [done]),
  ];
}
