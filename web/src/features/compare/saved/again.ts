// A comparison from a file, asked again of the model that is here.

import { ApiError } from "../../../core/api/api";
import type { RunEvent } from "../../../core/api/events";
import type { ComparedRun, SavedLane } from "../../../core/runFile/runs";
import { requestSettings } from "../../../core/runFile/settings";
import { RunComparison } from "../../../core/runFile/sameness";
import { compare } from "../../../state/asking";
import { ofModel } from "../../../state/runFile/models";
import { laneRequest } from "../laneRun.svelte";

const MOST = 16; // lanes of a request

/** Rejects with ApiError, also where a lane fails now. */
export async function again(run: ComparedRun): Promise<RunComparison> {
  const { lanes } = run.results;
  const repeated: RunEvent[][] = lanes.map(() => []);
  for (const places of groups(lanes)) {
    for await (const event of repeat(run, places)) {
      const at = Number(event.lane);
      const lane = lanes[at];
      if (event.type === "failed") throw new ApiError(event.problem);
      if (lane !== undefined && KINDS.has(event.type)) repeated[at]?.push(namedAs(lane, event));
    }
  }
  const comparison = new RunComparison();
  for (const [at, lane] of lanes.entries()) {
    const now = (repeated[at] ?? []).filter(({ type }) => isWritten(lane) || !TEXT.has(type));
    comparison.compareEvents(`results.lanes[${at}].events`, at, lane.events, now);
  }
  return comparison;
}

const TEXT: ReadonlySet<RunEvent["type"]> = new Set(["token", "done"]);
const KINDS: ReadonlySet<RunEvent["type"]> = new Set(["start", "score", ...TEXT]);

/** Lanes of the same model and settings, named by their places. */
function repeat(run: ComparedRun, places: readonly number[]): AsyncGenerator<RunEvent> {
  const { lanes } = run.results;
  const chosen = places.flatMap((at) => {
    const lane = lanes[at];
    return lane === undefined ? [] : [{ ...laneRequest(lane), id: String(at) }];
  });
  const { model, settings } = lanes[places[0] ?? 0] ?? { model: 0, settings: run.settings };
  const of = run.models[model];
  const { prompt, interventions } = run.question;
  return compare({
    ...(of ? ofModel(of) : { model: "" }),
    prompt,
    lanes: chosen,
    settings: requestSettings(settings),
    interventions,
  });
}

/** False where the text of a glass was not recorded, only its score. */
function isWritten({ events: [start] }: SavedLane): boolean {
  return start?.type !== "start" || start.samples > 0;
}

/** With the lane's own name. */
function namedAs(lane: SavedLane, event: RunEvent): RunEvent {
  const named = { ...event, lane: lane.id };
  return named.type === "start" && !isWritten(lane) ? { ...named, samples: 0 } : named;
}

/** The places of lanes that one request can ask for. */
function groups(lanes: readonly SavedLane[]): number[][] {
  const alike = new Map<string, number[]>();
  for (const [at, { model, settings }] of lanes.entries()) {
    const key = JSON.stringify([model, settings]);
    alike.set(key, [...(alike.get(key) ?? []), at]);
  }
  return [...alike.values()].flatMap((places) =>
    Array.from({ length: Math.ceil(places.length / MOST) }, (_, i) =>
      places.slice(i * MOST, (i + 1) * MOST),
    ),
  );
}
