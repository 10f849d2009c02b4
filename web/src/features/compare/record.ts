// The comparison on the page as its JSON record: each lane as the run made it that the axis shows.

import {
  comparisonRecord,
  type RecordedLane,
  type RecordedReasoning,
  type RecordedReference,
  type RecordedSample,
  type RecordedToken,
} from "../../core/api/comparisonRecord";
import type { TokenEvent } from "../../core/api/events";
import { render } from "../../core/prompting/render";
import { draft } from "../task/draft.svelte";
import type { LaneRun, Sample } from "./laneRun.svelte";
import { comparison } from "./comparison.svelte";

/** null while nothing has been scored. */
export function recorded(references: RecordedReference[]) {
  const runs = draft.lanes.flatMap((id) => comparison.scored[id] ?? []);
  const last = runs.findLast((run) => run.lane.reasoning !== true);
  if (last === undefined) return null;
  const { model, prompt, settings } = last;
  return comparisonRecord({ model, prompt, settings, lanes: runs.map(laneOf), references });
}

function laneOf(run: LaneRun): RecordedLane {
  return {
    lane: run.lane,
    origin: run.recorded ?? "live",
    numbers: run.numbers,
    prompt: run.start?.prompt ?? render(run.prompt, run.lane).text,
    tokens: run.start?.tokens.length ?? null,
    score: run.score,
    ...(run.lane.reasoning === true ? { settings: run.settings } : {}),
    samples: run.samples.map((sample) => sampleOf(run, sample)),
  };
}

function sampleOf(run: LaneRun, sample: Sample): RecordedSample {
  const answer = sample.answer?.samples[0];
  if (answer !== undefined) {
    return { ...sampleOf(run, answer), reasoning: reasoningOf(sample) };
  }
  return {
    text: sample.done?.text ?? sample.tokens.map((token) => token.text).join(""),
    reason: sample.done?.reason ?? run.status,
    tokens: sample.tokens.map(tokenOf),
  };
}

function reasoningOf({ tokens, answer }: Sample): RecordedReasoning {
  const score = answer?.score;
  return {
    text: score?.reasoning ?? "",
    forced: score?.forced ?? false,
    labels: (score?.labels ?? []).map(({ text, p }) => ({ text, p })),
    tokens: tokens.map(tokenOf),
  };
}

function tokenOf({ id, text, logprob, rank, draw }: TokenEvent): RecordedToken {
  return { id, text, logprob, rank, draw };
}
