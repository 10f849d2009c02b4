// A comparison from a file, asked again of the model that is here.

import { ApiError } from "../../../core/api/api";
import type { RunEvent } from "../../../core/api/events";
import type { ComparedRun, SavedLane } from "../../../core/runFile/runs";
import { requestSettings } from "../../../core/runFile/settings";
import { sameness, type Sameness } from "../../../core/runFile/sameness";
import { compare } from "../../../state/asking";
import { ofModel } from "../../../state/runFile/models";
import { laneRequest } from "../laneRun.svelte";

const MOST = 16; // lanes of a request

/** Rejects with ApiError, also where a lane fails now. */
export async function again(run: ComparedRun): Promise<Sameness> {
  const { lanes } = run.results;
  const repeated: RunEvent[][] = lanes.map(() => []);
  for (const places of groups(lanes)) {
    for await (const event of repeat(run, places)) {
      const at = Number(event.lane);
      const lane = lanes[at];
      if (event.type === "failed") throw new ApiError(event.problem);
      if (event.type !== "end" && lane !== undefined && isOf(lane, event))
        repeated[at]?.push(event);
    }
  }
  return sameness(
    lanes.map(({ events }) => events),
    repeated,
  );
}

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

/** The text of a glass was not recorded, only its score. */
function isOf({ events: [start] }: SavedLane, event: RunEvent): boolean {
  const written = start?.type !== "start" || start.samples > 0;
  return written || (event.type !== "token" && event.type !== "done");
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
