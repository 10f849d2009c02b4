// The comparison on the page: what each lane's last run said, and running the lanes that changed.

import { ApiError, isAbort } from "../../core/api/api";
import { type EndEvent, type Problem, failuresOf, type Failure } from "../../core/api/events";
import { ALL_LANES, type LaneId, type Scored } from "../../core/statistics/readings";
import { compare } from "../../state/asking";
import { draft } from "../../state/draft.svelte";
import { Known } from "./known";
import { isDirect, isOther, laneRequest, LaneRun, requestFor } from "./laneRun.svelte";
import { place } from "../../state/place.svelte";
import { runFiles } from "../../state/runFile/runFiles.svelte";

export { LaneRun, type Sample } from "./laneRun.svelte";

type PerLane<T> = Record<LaneId, T>;

function none(): PerLane<LaneRun | null> {
  return { zero: null, one: null, few: null, reason: null };
}

class Comparison {
  lanes = $state<PerLane<LaneRun | null>>(none());
  scored = $state<PerLane<LaneRun | null>>(none());
  running = $state(false);
  problem = $state.raw<Problem | null>(null); // of the whole run
  #problemOf = ""; // what was asked when it came
  ended = $state.raw<{ at: Date; ms: number } | null>(null);
  stopped = $state(false);
  runs = $state(0); // finished, so that the page can say once what each brought
  missing = $state(false); // the draft asks what is not recorded, and no model is ready
  readonly known = new Known();
  #abort: AbortController | null = null;
  #turn = 0; // of what is to be shown; an older one that was still being fetched gives up

  stale(id: LaneId): boolean {
    const run = this.lanes[id];
    return run !== null && run.key !== requestFor(id)?.key;
  }

  get anyStale(): boolean {
    return draft.lanes.some((id) => this.stale(id));
  }

  /** Whether a lane's marks on the axis are of another run than the one that is asked now. */
  marksStale(id: LaneId): boolean {
    const run = this.scored[id];
    return run !== null && run.key !== requestFor(id)?.key;
  }

  /** Whether the axis shows what an earlier text or setting said. */
  get shownStale(): boolean {
    return draft.lanes.some((id) => this.marksStale(id));
  }

  /** Whether such marks still stand beside new prompts; no verdict is of both. */
  get mixed(): boolean {
    return this.running && this.shownStale;
  }

  /** What went wrong with what is asked now; an edit makes it a matter of the past. */
  get failures(): Failure[] {
    const whole = this.problem !== null && this.#problemOf === this.#key;
    return failuresOf(
      whole ? this.problem : null,
      draft.lanes.map((id) => ({ id, problem: this.stale(id) ? null : this.#problemIn(id) })),
    );
  }

  #problemIn(id: LaneId): Problem | null {
    return this.lanes[id]?.problem ?? null;
  }

  get #key(): string {
    const { prompt, settings, lanes } = draft;
    return JSON.stringify([prompt, settings, lanes.map((id) => draft.lane(id))]);
  }

  get any(): boolean {
    return draft.lanes.some((id) => this.lanes[id] !== null);
  }

  /** The lanes' scores as the axis draws them, zero first. */
  get scores(): Scored[] {
    return draft.lanes.flatMap((lane) => {
      const run = this.scored[lane];
      if (run === null || run.score === null || this.lanes[lane]?.status === "failed") return [];
      return [{ lane, k: run.k, score: run.score }];
    });
  }

  get runsShown(): LaneRun[] {
    return draft.lanes.flatMap((id) => this.lanes[id] ?? []);
  }

  /** Shows what is known of the draft's lanes already. True when that was all of them. */
  recall(): boolean {
    return draft.lanes.map((id) => this.#recall(id)).every(Boolean);
  }

  #recall(id: LaneId): boolean {
    const now = requestFor(id);
    if (now === null) return false;
    const stored = this.known.finished(now);
    const scored = this.known.scored(now);
    if (scored !== null) this.scored[id] = scored;
    if (stored !== null) this.lanes[id] = stored;
    return stored !== null;
  }

  /** The same with recorded lanes that must be fetched. Null when something newer came between. */
  async show(): Promise<boolean | null> {
    const turn = ++this.#turn;
    const before = this.runsShown;
    if (!this.recall()) await Promise.all(draft.lanes.map((id) => this.#fetch(id)));
    if (turn !== this.#turn) return null;
    const all = this.recall();
    if (all) this.missing = false;
    if (this.runsShown.some((run) => !before.includes(run))) this.runs += 1;
    return all;
  }

  async #fetch(id: LaneId): Promise<void> {
    const now = requestFor(id);
    try {
      if (now !== null) await this.known.fetch(now);
    } catch {
      return; // not to be had now: the model is asked, if there is one
    }
  }

  /**
   * The Run button: the lanes that changed, were recorded or have not come to their end, or all of
   * them where there is none.
   */
  async run(): Promise<void> {
    this.#turn += 1;
    if (runFiles.isShown) runFiles.leave();
    const due = draft.lanes.filter((id) => {
      const run = this.lanes[id];
      return run?.status !== "done" || run.recorded !== null || this.stale(id);
    });
    const { prompt } = draft;
    await this.#ask(due.length > 0 ? due : draft.lanes);
    if (draft.prompt === prompt) draft.fromLink = false; // a person asked for it
  }

  /** After a step of k or another shot set: what is known at once, the rest from the model. */
  async follow(): Promise<void> {
    const all = await this.show();
    if (all === true) this.#cancel();
    else if (all === false) await this.#askMissing();
  }

  /**
   * When the page opens, and when a model becomes ready or another is chosen: what is known, and
   * from a model that is `ready` what was waited for, or what another model has said. `opens`: also
   * lanes that show nothing yet, as some of a task's are recorded and others are not.
   */
  async settle(ready: boolean, opens: boolean): Promise<void> {
    this.#dropOtherModels();
    const all = await this.show();
    const empty = draft.lanes.some((id) => this.lanes[id] === null);
    const due = this.missing || this.#isOfOtherModel || (opens && empty);
    if (all === false && ready && due) await this.#askMissing();
  }

  get #isOfOtherModel(): boolean {
    const now = requestFor("zero");
    return this.runsShown.some((run) => isOther(run, now) || run.where !== now?.where);
  }

  async #askMissing(): Promise<void> {
    if (runFiles.isShown) return; // what is from a file asks nothing by itself
    this.missing = !place.ready;
    if (this.missing) this.#cancel();
    else await this.#ask(draft.lanes.filter((id) => this.stale(id) || !this.#stands(id)));
  }

  /** A lane that is under way ends with the run it belongs to, and is asked with the next. */
  #stands(id: LaneId): boolean {
    const run = this.lanes[id];
    return run !== null && run.status !== "waiting" && run.status !== "running";
  }

  /** A recording says nothing about another model, or about the same in another precision. */
  #dropOtherModels(): void {
    const now = requestFor("zero");
    const drops = (run: LaneRun | null) => run?.recorded != null && isOther(run, now);
    for (const id of ALL_LANES) {
      if (drops(this.lanes[id])) this.lanes[id] = null;
      if (drops(this.scored[id])) this.scored[id] = null;
    }
  }

  /** Nothing is shown any more: another task begins that was not asked yet. */
  clear(): void {
    this.#turn += 1;
    this.#cancel();
    this.lanes = none();
    this.scored = none();
    this.problem = null;
    this.ended = null;
    this.stopped = false;
    this.missing = false;
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
    for (const id of ALL_LANES) {
      const run = this.lanes[id];
      if (run?.status === "waiting" || run?.status === "running") run.finish("stopped");
    }
  }

  async #ask(ids: LaneId[]): Promise<void> {
    this.#cancel();
    this.problem = null;
    this.stopped = false;
    this.missing = false;
    const before = { ...this.lanes };
    const fresh = this.#prepare(ids);
    if (fresh.length === 0) return;
    const abort = new AbortController();
    this.#abort = abort;
    this.running = true;
    try {
      for (const runs of [fresh.filter(isDirect), fresh.filter((run) => !isDirect(run))]) {
        if (runs[0] !== undefined) await this.#listen(runs[0], runs, abort.signal);
      }
    } catch (error) {
      if (isAbort(error)) return; // whoever aborted has said what becomes of the lanes
      if (!(error instanceof ApiError)) throw error;
      this.#fail(error.problem, ids, before);
    } finally {
      if (this.#abort === abort) this.#end();
    }
  }

  /** New runs for the lanes; lanes whose whole question is the same share one. */
  #prepare(ids: LaneId[]): LaneRun[] {
    const fresh: LaneRun[] = [];
    for (const id of ids) {
      const now = requestFor(id);
      if (now === null) continue;
      const shared = fresh.find((run) => run.key === now.key);
      const run = shared ?? new LaneRun(now);
      if (shared === undefined) fresh.push(run);
      this.lanes[id] = run;
    }
    return fresh;
  }

  /** Lanes of the same settings: the reasoning lane is asked when the others have answered. */
  async #listen(
    { of, prompt, settings }: LaneRun,
    fresh: readonly LaneRun[],
    signal: AbortSignal,
  ): Promise<void> {
    const lanes = fresh.map((run) => laneRequest(run.lane));
    for await (const event of compare({ ...of, prompt, lanes, settings }, signal)) {
      if (event.type === "end") this.#finish(fresh, event);
      const run = fresh.find((item) => item.lane.id === event.lane);
      run?.take(event);
      if (run !== undefined && event.type === "score" && event.sample == null) this.#showScore(run);
    }
  }

  #showScore(run: LaneRun): void {
    this.known.keepScore(run);
    for (const id of ALL_LANES) if (this.lanes[id] === run) this.scored[id] = run;
  }

  #finish(fresh: readonly LaneRun[], event: EndEvent): void {
    for (const run of fresh) {
      run.finish("done");
      if (run.status === "done") this.known.keep(run);
    }
    for (const id of ALL_LANES) if (this.lanes[id]?.status === "failed") this.scored[id] = null;
    const some = fresh.some((run) => run.status === "done");
    this.ended = some ? { at: new Date(), ms: event.total_ms } : null;
  }

  #fail(problem: Problem, ids: readonly LaneId[], before: PerLane<LaneRun | null>): void {
    this.problem = problem;
    this.#problemOf = this.#key;
    for (const id of ids) {
      const run = this.lanes[id];
      if (run?.start === null) this.lanes[id] = before[id];
      else if (run?.status !== "done") run?.finish("stopped");
    }
  }

  #end(): void {
    this.#abort = null;
    this.running = false;
    this.runs += 1;
  }
}

export const comparison = new Comparison();
