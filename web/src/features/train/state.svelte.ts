// Train's state: the runs there are, the one that is looked at, what of it, and following it live.

import { read, write, type TrainState } from "./address";
import {
  chanceOf,
  countsLabels,
  families,
  placeOn,
  probeCurves,
  reach,
  shotsOf,
  splits,
  stepCurve,
  stepsOf,
  strictest,
  type ProbeQuestion,
  type XAxis,
} from "./curves/curves";
import { emergence, opensOn, outcomes, stricter } from "./emergence/emergence";
import { evaluation, madeOf, trainingRun, trainingRuns, tail } from "./runs/fetched";
import type { EvaluationRecord } from "./record/record";
import { grown, linesOf, opening, type Line, type Run } from "./runs/trainingRun";
import type { Runs } from "../../core/api/api.gen";
import { isAbort, type Manifest } from "../../core/api/api";
import { route } from "../../state/route.svelte";

const FLUSH = 400; // ms; lines that come closer together are drawn together
const BUSY = 5_000; // ms between two looks at the list while there is something to wait for
const QUIET = 15_000;
const FIRST_K = 8;

class Training {
  status = $state<"waiting" | "here" | "failed">("waiting");
  list = $state.raw<Runs>({ runs: [], broken: [] });
  run = $state.raw<Run | null>(null);
  lines = $state.raw<readonly Line[]>([]);
  unknown = $state(""); // a run that a link names and that is not here
  axis = $state<XAxis>("tokens");
  at = $state<number | null>(null); // the step that is read off; null is the last
  following = $state(false);
  lost = $state(false); // the tail broke off
  measured = $state(""); // the family whose record is drawn
  measuredSplit = $state("");
  model = $state.raw<Manifest | null>(null); // that came of this run
  record = $state.raw<EvaluationRecord | null>(null); // of that model
  #held = $state(false); // a person stopped following
  #named = $state<string | null>(null); // of the address
  #family = $state<string | null>(null);
  #split = $state<string | null>(null);
  #k = $state<number | null>(null);
  #opened = $state.raw<ProbeQuestion>({ family: "", split: "" }); // where a run opens; it never moves by itself
  #tail: AbortController | null = null;
  #turn = 0;

  readonly families = $derived(families(this.lines));
  readonly family = $derived(
    [this.#family, this.#opened.family].find((item) => this.families.includes(item ?? "")) ??
      this.families[0] ??
      "",
  );
  readonly splits = $derived(splits(this.lines, this.family));
  readonly split = $derived(
    [this.#split, this.#opened.family === this.family ? this.#opened.split : null].find((item) =>
      this.splits.includes(item ?? ""),
    ) ?? strictest(this.splits),
  );
  readonly question = $derived<ProbeQuestion>({ family: this.family, split: this.split });
  readonly shots = $derived(shotsOf(this.lines, this.question));
  readonly k = $derived.by(() => {
    const request = this.#k ?? FIRST_K;
    return this.shots.findLast((k) => k <= request) ?? this.shots[0] ?? 0;
  });
  readonly countsLabels = $derived(countsLabels(this.lines));
  readonly against = $derived<XAxis>(
    this.axis === "labels" && !this.countsLabels ? "tokens" : this.axis,
  );
  readonly place = $derived(placeOn(this.against, this.lines));
  readonly reach = $derived(reach(this.against, this.lines));
  readonly choice = $derived(probeCurves(this.lines, this.question, "choice", this.place));
  readonly form = $derived(probeCurves(this.lines, this.question, "form", this.place));
  readonly chance = $derived(chanceOf(this.lines, this.question));
  readonly happened = $derived.by(() => {
    const curve = this.choice.find((item) => item.id === String(this.k));
    return curve === undefined || this.chance === null ? null : emergence(curve, this.chance);
  });
  readonly outcomes = $derived(outcomes(this.lines, this.#k ?? FIRST_K));
  readonly stricter = $derived(stricter(this.outcomes, this.question));
  readonly start = $derived(linesOf(this.lines, "start")[0] ?? null);
  readonly last = $derived(linesOf(this.lines, "step").at(-1) ?? null);
  /** Where the curves can be read off. */
  readonly stops = $derived(
    stepsOf(this.choice.length > 0 ? this.choice : [stepCurve(this.lines, "loss", this.place)]),
  );

  /** Whether a person, or a link, chose other questions or another axis than a run opens on. */
  get isOther(): boolean {
    return this.axis !== "tokens" || [this.#family, this.#split, this.#k, this.at].some((value) => value !== null); // prettier-ignore
  }

  get running(): boolean {
    return this.run?.state === "running";
  }

  /** Looks for runs now and again until the signal says that nobody looks any more. */
  async watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look(signal);
      const waits =
        this.list.runs.length === 0 || this.list.runs.some((r) => r.state === "running");
      await pause(waits ? BUSY : QUIET, signal);
    }
    this.#stopTail();
  }

  async look(signal?: AbortSignal): Promise<void> {
    try {
      this.list = await trainingRuns(signal);
      this.status = "here";
    } catch (error) {
      if (isAbort(error)) return;
      if (this.run === null) this.status = "failed";
      return;
    }
    await this.#settle(signal);
  }

  /** The run that is asked for, else the opening one; and again where its state has changed. */
  async #settle(signal?: AbortSignal): Promise<void> {
    const { runs } = this.list;
    const named = runs.find((run) => run.id === this.#named);
    this.unknown = this.#named !== null && named === undefined ? this.#named : "";
    const entry = named ?? runs.find((run) => run.id === this.run?.id) ?? opening(runs);
    if (entry === undefined) return;
    const same = this.run?.id === entry.id && this.run.started === entry.started;
    if (same && this.run?.state === entry.state && (!this.running || this.following || this.#held))
      return;
    await this.#open(entry.id, signal);
  }

  /** Another run of the list. */
  choose(id: string): void {
    route.mark();
    this.#named = id;
    this.unknown = "";
    this.at = null;
    this.#held = false;
    this.#stopTail();
    void this.#open(id);
  }

  async #open(id: string, signal?: AbortSignal): Promise<void> {
    const turn = ++this.#turn;
    try {
      const result = await trainingRun(id, signal);
      if (turn !== this.#turn) return;
      if (this.run?.id !== id || this.#opened.family === "") {
        this.#opened = opensOn(result.lines, this.#k ?? FIRST_K);
      }
      this.run = result;
      this.lines = result.lines;
      this.lost = false;
      if (result.state === "running" && !this.#held) void this.#follow(result);
      void this.#findModel(id, turn);
    } catch (error) {
      if (!isAbort(error) && turn === this.#turn && this.run === null) this.status = "failed";
    }
  }

  async #findModel(id: string, turn: number): Promise<void> {
    const result = await madeOf(id).catch(() => null);
    const record = result && (await evaluation(result).catch(() => null));
    if (turn === this.#turn) [this.model, this.record] = [result, record];
  }

  follow(): void {
    this.#held = false;
    if (this.run !== null) void this.#open(this.run.id);
  }

  stop(): void {
    this.#held = true;
    this.#stopTail();
  }

  #stopTail(): void {
    this.#tail?.abort();
    this.#tail = null;
    this.following = false;
  }

  async #follow(of: Run): Promise<void> {
    this.#stopTail();
    const abort = new AbortController();
    this.#tail = abort;
    this.following = true;
    const come: Line[] = [];
    const flush = setInterval(() => this.#take(come), FLUSH);
    try {
      for await (const line of tail(of.id, of.offset, abort.signal)) come.push(line);
    } catch (error) {
      if (!isAbort(error)) this.lost = true;
    } finally {
      clearInterval(flush);
      if (this.#tail === abort) {
        this.#take(come);
        this.#stopTail();
        if (!this.lost) void this.look(); // it is done, or has stopped
      }
    }
  }

  #take(come: Line[]): void {
    if (come.length > 0) this.lines = grown(this.lines, come.splice(0));
  }

  ask(family: string): void {
    this.#family = family;
  }

  show({ family, split }: ProbeQuestion): void {
    this.#family = family;
    this.#split = split;
  }

  about(split: string): void {
    this.#split = split;
  }

  tell(k: number): void {
    this.#k = k;
  }

  adopt(query: URLSearchParams): void {
    if (query.size === 0) return; // a bare link comes back to what was there
    const state = read(query);
    this.axis = state.x ?? "tokens";
    this.at = state.at ?? null;
    this.#family = state.family ?? null;
    this.#split = state.split ?? null;
    this.#k = state.k ?? null;
    if (state.run === undefined || state.run === this.run?.id) return;
    this.#named = state.run;
    if (this.status === "here") void this.#settle();
  }

  toQuery(): URLSearchParams {
    const state: TrainState = { x: this.axis };
    const run = this.unknown !== "" ? this.#named : (this.run?.id ?? this.#named);
    if (run !== null) state.run = run;
    if (this.#family !== null) state.family = this.#family;
    if (this.#split !== null) state.split = this.#split;
    if (this.#k !== null) state.k = this.#k;
    if (this.at !== null) state.at = this.at;
    return write(state);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      done();
    });
  });
}

export const training = new Training();
route.serve("train", training);
