// The comparison on the page: what each lane's last run said, and running the lanes that changed.

import { ApiError, compare, isAbort, type LaneRequest, type Settings } from "../lib/api";
import type {
  DoneEvent,
  EndEvent,
  Problem,
  RunEvent,
  ScoreEvent,
  StartEvent,
  TokenEvent,
} from "../lib/events";
import { render, type Label, type Lane, type Prompt } from "../lib/prompting";
import { LANES, type LaneId, type Scored } from "../lib/readings";
import { draft } from "./draft.svelte";
import { house } from "./house.svelte";

const MOST_KEPT = 200; // finished lanes, for going back to them without a run

export interface Sample {
  tokens: TokenEvent[];
  done: DoneEvent | null;
}

/** What would be asked of one lane now: the whole of it is the key. */
interface Wanted {
  key: string;
  lane: Lane;
  model: string;
  prompt: Prompt;
  settings: Settings;
}

/** One run of one lane, with everything that made it. */
export class LaneRun {
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

  constructor(
    readonly key: string,
    wanted: Wanted,
  ) {
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

type PerLane<T> = Record<LaneId, T>;

class Comparison {
  lanes = $state<PerLane<LaneRun | null>>({ zero: null, one: null, few: null });
  scored = $state<PerLane<LaneRun | null>>({ zero: null, one: null, few: null });
  running = $state(false);
  problem = $state.raw<Problem | null>(null);
  ended = $state.raw<{ at: Date; ms: number } | null>(null);
  stopped = $state(false);
  runs = $state(0); // finished, so that the page can say once what each brought
  readonly #kept = new Map<string, LaneRun>(); // finished
  readonly #scores = new Map<string, LaneRun>(); // scored, perhaps stopped after it
  #abort: AbortController | null = null;

  /** What the draft asks of a lane, or null while it has a fault or no model is there. */
  wanted(id: LaneId): Wanted | null {
    const model = house.model?.id;
    if (model === undefined || draft.fault !== null) return null;
    const { prompt, settings } = draft;
    const lane = draft.lane(id);
    const { text } = render(prompt, lane);
    const { expected } = prompt.query;
    const key = JSON.stringify([model, text, prompt.labels, prompt.stop, settings, expected]);
    return { key, lane, model, prompt, settings };
  }

  stale(id: LaneId): boolean {
    const run = this.lanes[id];
    return run !== null && run.key !== this.wanted(id)?.key;
  }

  get anyStale(): boolean {
    return LANES.some((id) => this.stale(id));
  }

  get any(): boolean {
    return LANES.some((id) => this.lanes[id] !== null);
  }

  /** The lanes' scores as the axis draws them, zero first. */
  get scores(): Scored[] {
    return LANES.flatMap((lane) => {
      const run = this.scored[lane];
      if (run === null || run.score === null || this.lanes[lane]?.status === "failed") return [];
      return [{ lane, k: run.k, score: run.score }];
    });
  }

  /** Shows what is known of the draft's lanes already. True when that was all of them. */
  recall(): boolean {
    return LANES.map((id) => this.#recall(id)).every(Boolean);
  }

  #recall(id: LaneId): boolean {
    const key = this.wanted(id)?.key;
    if (key === undefined) return false;
    const scored = this.#scores.get(key);
    if (scored !== undefined) this.scored[id] = scored;
    const kept = this.#kept.get(key);
    if (kept !== undefined) this.lanes[id] = kept;
    return kept !== undefined;
  }

  /** The Run button: the lanes that changed, or all of them again when none did. */
  async run(): Promise<void> {
    const stale = LANES.filter((id) => this.lanes[id] === null || this.stale(id));
    await this.#ask(stale.length > 0 ? stale : [...LANES]);
  }

  /** After a step of k or another shot set: what is known at once, the rest from the model. */
  async follow(): Promise<void> {
    if (this.recall()) {
      this.#cancel();
      return;
    }
    await this.#ask(LANES.filter((id) => this.stale(id) || this.lanes[id] === null));
  }

  stop(): void {
    if (!this.running) return;
    this.stopped = true;
    this.#cancel();
  }

  #cancel(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.running = false;
    for (const id of LANES) {
      const run = this.lanes[id];
      if (run?.status === "waiting" || run?.status === "running") run.finish("stopped");
    }
  }

  async #ask(ids: LaneId[]): Promise<void> {
    this.#cancel();
    this.problem = null;
    this.stopped = false;
    const before = { ...this.lanes };
    const fresh = this.#prepare(ids);
    const [first] = fresh;
    if (first === undefined) return;
    const abort = new AbortController();
    this.#abort = abort;
    this.running = true;
    const began = performance.now();
    try {
      await this.#listen(first.model, first.prompt, first.settings, fresh, abort.signal);
    } catch (error) {
      if (isAbort(error)) return; // whoever aborted has said what becomes of the lanes
      if (!(error instanceof ApiError)) throw error;
      this.#fail(error.problem, ids, before);
    } finally {
      if (this.#abort === abort) this.#end(performance.now() - began);
    }
  }

  /** New runs for the lanes; lanes whose whole question is the same share one. */
  #prepare(ids: LaneId[]): LaneRun[] {
    const fresh: LaneRun[] = [];
    for (const id of ids) {
      const wanted = this.wanted(id);
      if (wanted === null) continue;
      const shared = fresh.find((run) => run.key === wanted.key);
      const run = shared ?? new LaneRun(wanted.key, wanted);
      if (shared === undefined) fresh.push(run);
      this.lanes[id] = run;
    }
    return fresh;
  }

  async #listen(
    model: string,
    prompt: Prompt,
    settings: Settings,
    fresh: readonly LaneRun[],
    signal: AbortSignal,
  ): Promise<void> {
    const lanes = fresh.map((run) => laneRequest(run.lane));
    for await (const event of compare({ model, prompt, lanes, settings }, signal)) {
      if (event.type === "end") this.#finish(fresh, event);
      const run = fresh.find((item) => item.lane.id === event.lane);
      run?.take(event);
      if (run !== undefined && event.type === "score") this.#showScore(run);
    }
    const broken = fresh.some((run) => run.status === "waiting" || run.status === "running");
    if (broken) throw new ApiError({ type: "/errors/broken", title: "", status: 0, detail: "" });
  }

  #showScore(run: LaneRun): void {
    keep(this.#scores, run);
    for (const id of LANES) if (this.lanes[id] === run) this.scored[id] = run;
  }

  #finish(fresh: readonly LaneRun[], event: EndEvent): void {
    this.ended = { at: new Date(), ms: event.total_ms };
    for (const run of fresh) {
      run.finish("done");
      if (run.status === "done") keep(this.#kept, run);
    }
  }

  #fail(problem: Problem, ids: readonly LaneId[], before: PerLane<LaneRun | null>): void {
    this.problem = problem;
    for (const id of ids) {
      const run = this.lanes[id];
      if (run?.start === null) this.lanes[id] = before[id];
      else run?.finish("stopped");
    }
  }

  #end(ms: number): void {
    this.#abort = null;
    this.running = false;
    this.runs += 1;
    this.ended ??= { at: new Date(), ms };
  }
}

export function laneRequest({ id, shot_set, shots }: Lane): LaneRequest {
  return shot_set === null ? { id, shots } : { id, shot_set, shots };
}

function keep(runs: Map<string, LaneRun>, run: LaneRun): void {
  runs.set(run.key, run);
  const [oldest] = runs.keys();
  if (runs.size > MOST_KEPT && oldest !== undefined) runs.delete(oldest);
}

export const comparison = new Comparison();
