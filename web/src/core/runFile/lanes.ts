// The lanes of a comparison in a file as they are drawn: a glass each, and what was written in it.

import type { ScoreEvent, TokenEvent } from "../api/events";
import type { ComparedRun, SavedLane } from "./runs";

/** By number of examples, with the first of the set in their order; of two alike the one that wrote a
 * text. */
export function pouredLanes({ results }: ComparedRun): SavedLane[] {
  const poured = results.lanes.filter(
    ({ model, reasoning, shots }) =>
      model === 0 && !reasoning && shots.every((shot, place) => shot === place),
  );
  const best = new Map<number, SavedLane>();
  for (const lane of poured) {
    const { length } = lane.shots;
    if (!best.has(length) || lane.events.some(({ type }) => type === "token"))
      best.set(length, lane);
  }
  return [...best.values()].sort((a, b) => a.shots.length - b.shots.length);
}

export function scoreOf({ events }: SavedLane): ScoreEvent | null {
  return events.find((event) => event.type === "score") ?? null;
}

/** The tokens of each sample. */
export function samplesOf({ events }: SavedLane): TokenEvent[][] {
  const samples = new Map<number, TokenEvent[]>();
  for (const event of events)
    if (event.type === "token")
      samples.set(event.sample, [...(samples.get(event.sample) ?? []), event]);
  return [...samples.values()];
}
