// One run of one lane, with everything that made it, and what would be asked of a lane now.

import type { Of, Settings } from "../../core/api/api";
import type {
  DoneEvent,
  Problem,
  RunEvent,
  ScoreEvent,
  StartEvent,
  TokenEvent,
} from "../../core/api/events";
import { parseTemplate, type Label, type Lane, type Prompt } from "../../core/prompting/render";
import { computedAs, type Numbers } from "../../core/models/precision";
import type { RecordingHead } from "../../core/recordings/recordings";
import type { Where } from "../place/state.svelte";

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
  status = $state<"waiting" | "running" | "done" | "stopped" | "failed">("waiting");
  start = $state.raw<StartEvent | null>(null);
  score = $state.raw<ScoreEvent | null>(null);
  samples = $state<Sample[]>([]);
  problem = $state.raw<Problem | null>(null);

  /** `recorded`: by whom and when, for a run that was recorded; null for a live one. */
  constructor(
    wanted: Wanted,
    readonly recorded: RecordingHead | null = null,
  ) {
    this.key = wanted.key;
    this.where = wanted.where;
    this.lane = wanted.lane;
    this.labels = wanted.prompt.labels;
    this.expected = wanted.prompt.query.expected ?? null;
    this.settings = wanted.settings;
    this.of = wanted.of;
    this.numbers = recorded === null ? wanted.numbers : recordedNumbers(recorded, wanted.numbers);
    this.prompt = wanted.prompt;
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
function recordedNumbers({ precision }: RecordingHead, wanted: Numbers): Numbers {
  const as = computedAs(precision);
  return as === wanted.as ? wanted : { as, off: null };
}
