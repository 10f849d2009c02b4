// One run of one lane, with everything that made it, and what would be asked of a lane now.

import type { LaneRequest, Of, Settings } from "../../core/api/api";
import type {
  DoneEvent,
  Problem,
  RunEvent,
  ScoreEvent,
  StartEvent,
  TokenEvent,
} from "../../core/api/events";
import {
  parseTemplate,
  render,
  type Label,
  type Lane,
  type Prompt,
} from "../../core/prompting/render";
import { computedAs, type Numbers } from "../../core/models/precision";
import { recordings, type RecordingHead } from "../../core/recordings/recordings";
import type { LaneId } from "../../core/statistics/readings";
import { server } from "../../state/server.svelte";
import { place, type Where } from "../../state/place.svelte";
import { precision } from "../../state/precision.svelte";
import { draft } from "../../state/draft.svelte";
import { openedModel } from "../../state/runFile/openedComparison";

/** In a reasoning lane the tokens are the reasoning, and `answer` is the run that follows it. */
export interface Sample {
  tokens: TokenEvent[];
  done: DoneEvent | null;
  answer: LaneRun | null;
}

/** What would be asked of one lane now: the whole of it is the key. */
export interface Wanted {
  key: string;
  where: Where;
  lane: Lane;
  of: Of;
  numbers: Numbers; // how what it says would be computed
  prompt: Prompt;
  text: string; // the prompt as this lane renders it
  settings: Settings;
}

/**
 * What the draft asks of a lane, the few-shot lane with `k` examples, or null while it has a fault.
 * The model is that of the run that was opened from a file, else the one in use, and the recorded
 * one while there is none.
 */
export function requestFor(id: LaneId, k = draft.k): Wanted | null {
  const opened = openedModel();
  const own = server.model === null ? recordings.of : precision.of(server.model);
  const of = opened?.of ?? own;
  if (of === null || draft.fault !== null || !draft.asks) return null;
  const { prompt } = draft;
  const settings = draft.settingsOf(id);
  const lane = draft.lane(id, k);
  const { text } = render(prompt, lane);
  const where = opened?.where ?? place.now;
  const numbersHere = server.model === null ? recordings.numbers : precision.numbers;
  const numbers = opened?.numbers ?? numbersHere;
  const identity = [where, of.model, numbers.as, text, prompt.labels, prompt.stop, settings];
  const key = JSON.stringify([...identity, prompt.query.expected]);
  return { key, where, lane, of, numbers, prompt, text, settings };
}

/** Whether a run is of another model than the one that is requestFor, or of another precision. */
export function isOther(run: LaneRun, request: Wanted | null): boolean {
  return run.model !== request?.of.model || run.numbers.as !== request.numbers.as;
}

export function isDirect(run: LaneRun): boolean {
  return run.lane.reasoning !== true;
}

export function laneRequest({ id, shot_set, shots, reasoning }: Lane): LaneRequest {
  const request: LaneRequest = shot_set === null ? { id, shots } : { id, shot_set, shots };
  return reasoning === true ? { ...request, reasoning } : request;
}

export class LaneRun {
  readonly key: string;
  readonly where: Where;
  readonly lane: Lane;
  readonly labels: readonly Label[];
  readonly expected: string | null;
  readonly settings: Settings;
  readonly of: Of;
  readonly numbers: Numbers;
  readonly prompt: Prompt;
  readonly at = Date.now(); // ms; when it was asked
  status = $state<"waiting" | "running" | "done" | "stopped" | "failed">("waiting");
  start = $state.raw<StartEvent | null>(null);
  score = $state.raw<ScoreEvent | null>(null);
  samples = $state<Sample[]>([]);
  problem = $state.raw<Problem | null>(null);

  /** `recorded`: by whom and when, for a run that was recorded; null for a live one. */
  constructor(
    request: Wanted,
    readonly recorded: RecordingHead | null = null,
  ) {
    this.key = request.key;
    this.where = request.where;
    this.lane = request.lane;
    this.labels = request.prompt.labels;
    this.expected = request.prompt.query.expected ?? null;
    this.settings = request.settings;
    this.of = request.of;
    this.numbers = recorded === null ? request.numbers : recordedNumbers(recorded, request.numbers);
    this.prompt = request.prompt;
  }

  get model(): string {
    return this.of.model;
  }

  get k(): number {
    return this.lane.shots.length;
  }

  take(event: RunEvent): void {
    if (this.status === "waiting") this.status = "running";
    if (event.type === "start") {
      this.start = event;
      const empty = () => ({ tokens: [], done: null, answer: null });
      this.samples = Array.from({ length: event.samples }, empty);
    } else if (event.type === "score") {
      const sample = this.samples[event.sample ?? -1];
      if (sample === undefined) this.score = event;
      else sample.answer = this.#answer(event);
    } else if (event.type === "token" || event.type === "done") {
      const sample = this.samples[event.sample];
      if (sample === undefined) return;
      if (sample.answer !== null) sample.answer.take({ ...event, sample: 0 });
      else if (event.type === "token") sample.tokens.push(event);
      else sample.done = event;
    } else if (event.type === "failed") {
      this.problem = event.problem;
      this.status = "failed";
    }
  }

  finish(status: "done" | "stopped"): void {
    if (this.status !== "failed") this.status = status;
    for (const { answer } of this.samples) answer?.finish(status);
  }

  /** What follows a sample's reasoning, as a run of its own: greedy, after all that stands before. */
  #answer(score: ScoreEvent): LaneRun {
    const { key, where, lane, of, numbers, prompt } = this;
    const settings = { ...this.settings, temperature: 0, n: 1 };
    const name = `${key} answer ${score.sample}`;
    const run = new LaneRun({ key: name, where, lane, of, numbers, prompt, text: "", settings });
    const text = (this.start?.prompt ?? "") + (score.reasoning ?? "") + this.delimiter;
    if (this.start !== null) {
      run.take({ ...this.start, prompt: text, spans: [], tokens: [], samples: 1 });
    }
    run.take({ ...score, sample: null });
    return run;
  }

  /** The words that end a reasoning. */
  get delimiter(): string {
    return parseTemplate(this.prompt.template).delimiter;
  }
}

/** A recording says itself how it was computed, but not how far off that is. */
function recordedNumbers({ precision }: RecordingHead, requested: Numbers): Numbers {
  const as = computedAs(precision);
  return as === requested.as ? requested : { as, off: null };
}
