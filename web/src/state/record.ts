// The comparison on the page as its JSON record: each lane as the run made it that the axis shows.

import {
  comparisonRecord,
  type RecordedLane,
  type RecordedReference,
} from "../lib/comparisonRecord";
import { render } from "../lib/prompting";
import { LANES } from "../lib/readings";
import type { LaneRun } from "./laneRun.svelte";
import { comparison } from "./run.svelte";

/** null while nothing has been scored. */
export function recorded(references: RecordedReference[]) {
  const runs = LANES.flatMap((id) => comparison.scored[id] ?? []);
  const last = runs.at(-1);
  if (last === undefined) return null;
  const { model, prompt, settings } = last;
  return comparisonRecord({ model, prompt, settings, lanes: runs.map(laneOf), references });
}

function laneOf(run: LaneRun): RecordedLane {
  return {
    lane: run.lane,
    origin: run.recorded ?? "live",
    prompt: run.start?.prompt ?? render(run.prompt, run.lane).text,
    tokens: run.start?.tokens.length ?? null,
    score: run.score,
    samples: run.samples.map((sample) => ({
      text: sample.done?.text ?? sample.tokens.map((token) => token.text).join(""),
      reason: sample.done?.reason ?? run.status,
      tokens: sample.tokens.map(({ id, text, logprob, rank, draw }) => ({
        id,
        text,
        logprob,
        rank,
        draw,
      })),
    })),
  };
}
