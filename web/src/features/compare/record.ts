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
import { draft } from "../../state/draft.svelte";
import type { LaneRun, Sample } from "./laneRun.svelte";
import { comparison } from "./comparison.svelte";
import { second } from "./second/second.svelte";

/** null while nothing has been scored. */
export function recorded(references: RecordedReference[]) {
  const runs = draft.lanes.flatMap((id) => comparison.scored[id] ?? []);
  const last = runs.findLast((run) => run.lane.reasoning !== true);
  if (last === undefined) return null;
  const { model, prompt, settings } = last;
  const own = { model, prompt, settings, lanes: runs.map(laneOf), references };
  return comparisonRecord({ ...own, ...secondOf() });
}

/** Nothing where no second model stands on the axis. */
function secondOf() {
  const runs = second.pairs.flatMap(({ own }) => (own?.score == null ? [] : own));
  const last = runs.findLast((run) => run.lane.reasoning !== true);
  if (last === undefined) return {};
  return { second: { model: last.model, settings: last.settings, lanes: runs.map(laneOf) } };
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
