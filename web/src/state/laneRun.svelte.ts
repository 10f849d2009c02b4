// One run of one lane, with everything that made it, and what would be asked of a lane now.

import type { Settings } from "../lib/api";
import type {
  DoneEvent,
  Problem,
  RunEvent,
  ScoreEvent,
  StartEvent,
  TokenEvent,
} from "../lib/events";
import type { Label, Lane, Prompt } from "../lib/prompting";
import type { RecordingHead } from "../lib/recordings";

export interface Sample {
  tokens: TokenEvent[];
  done: DoneEvent | null;
}

/** What would be asked of one lane now: the whole of it is the key. */
export interface Wanted {
  key: string;
  lane: Lane;
  model: string;
  prompt: Prompt;
  text: string; // the prompt as this lane renders it
  settings: Settings;
}

export class LaneRun {
  readonly key: string;
  readonly lane: Lane;
  readonly labels: readonly Label[];
  readonly expected: string | null;
  readonly settings: Settings;
  readonly model: string;
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
    this.lane = wanted.lane;
    this.labels = wanted.prompt.labels;
    this.expected = wanted.prompt.query.expected ?? null;
    this.settings = wanted.settings;
    this.model = wanted.model;
    this.prompt = wanted.prompt;
  }

  get k(): number {
    return this.lane.shots.length;
  }

  take(event: RunEvent): void {
    if (this.status === "waiting") this.status = "running";
    if (event.type === "start") {
      this.start = event;
      this.samples = Array.from({ length: event.samples }, () => ({ tokens: [], done: null }));
    } else if (event.type === "score") this.score = event;
    else if (event.type === "token") this.samples[event.sample]?.tokens.push(event);
    else if (event.type === "done") {
      const sample = this.samples[event.sample];
      if (sample !== undefined) sample.done = event;
    } else if (event.type === "failed") {
      this.problem = event.problem;
      this.status = "failed";
    }
  }

  finish(status: "done" | "stopped"): void {
    if (this.status !== "failed") this.status = status;
  }
}
