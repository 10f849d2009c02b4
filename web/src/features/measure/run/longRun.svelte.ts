// A run of the server that takes minutes: what it would cost, how far it is, what it has found, and
// how it is stopped. Measuring and searching for causes are such runs; one of them goes at a time.

import { ApiError, isAbort, version } from "../../../core/api/api";
import type { Problem } from "../../../core/api/events";
import { place } from "../../../state/place.svelte";
import { chosen as choice } from "../choice.svelte";
import { route } from "../../../state/route.svelte";
import { server } from "../../../state/server.svelte";

/** A server is asked, and one that is there; a browser cannot do this. */
export function isReady(): boolean {
  return place.where === "computer" && server.status === "ready";
}

type Typed<Event, Type> = Extract<Event, { type: Type }>;

const current = $state<{ stop: (() => void) | null }>({ stop: null });

/** The run that goes, whichever it is; what is finished of it stays. */
export function stopRun(): void {
  current.stop?.();
}

/** `Asked`: what is sent; `Event`: what answers it; `Result`: what is shown of the answers. */
export abstract class LongRun<Asked, Event extends { type: string }, Result> {
  planned = $state.raw<{ key: string; planned: Typed<Event, "planned"> } | null>(null);
  costProblem = $state.raw<Problem | null>(null);
  running = $state(false);
  protected startedOn: string | null = null; // the subject of the run that goes, or went last
  progress = $state.raw<Typed<Event, "progress"> | null>(null);
  result = $state.raw<Result | null>(null);
  subject = $state<string | null>(null); // what the result is of; null: of whatever is chosen
  problem = $state.raw<Problem | null>(null); // of the last run
  finished = $state(0); // runs that came to their end, so that each is said once

  /** What is chosen; null where it is another kind of run, or nothing can be asked. */
  protected abstract readonly chosen: Asked | null;
  /** `more`: fields beside those of what is asked. */
  protected abstract events(plan: Asked, more: object, signal: AbortSignal): AsyncIterable<Event>;
  /** What an event adds to the result. */
  protected abstract hear(event: Event, plan: Asked, shotglass: string): void;
  /** Whether a result is that of a run that came to its end. */
  protected abstract isWhole(result: Result): boolean;
  /** What is planned, as people read it. */
  protected abstract costOf(planned: Typed<Event, "planned">): { steps: number; seconds: number };

  readonly key = $derived.by(() => (this.chosen === null ? "" : JSON.stringify(this.chosen)));

  /** What is chosen costs this, as soon as the server has said so. */
  readonly cost = $derived.by(() =>
    this.planned?.key === this.key ? this.costOf(this.planned.planned) : null,
  );

  readonly able = $derived.by(() => isReady() && this.chosen !== null && current.stop === null);

  /** Whether what is shown was stopped before its end. */
  readonly partial = $derived.by(
    () => this.result !== null && !this.running && !this.isWhole(this.result),
  );

  /** Whether a run goes, this one or another. */
  get busy(): boolean {
    return current.stop !== null;
  }

  /** Asks what it would cost; nothing is run. */
  async tellCost(signal: AbortSignal): Promise<void> {
    const { chosen, key } = this;
    this.costProblem = null;
    if (chosen === null || !isReady() || this.running || this.planned?.key === key) return;
    try {
      for await (const event of this.events(chosen, { only_cost: true }, signal)) {
        this.#plan(event, key);
      }
    } catch (error) {
      this.costProblem = problemOf(error);
    }
  }

  /** `plan`: what is chosen, or that of a record, which is then run again. */
  async start(plan: Asked | null = this.chosen, more: object = {}): Promise<void> {
    if (plan === null || !isReady() || this.busy) return;
    route.endEdit();
    const abort = new AbortController();
    current.stop = () => abort.abort();
    this.startedOn = choice.subject;
    this.running = true;
    this.progress = null;
    this.problem = null;
    try {
      const shotglass = await version(abort.signal);
      for await (const event of this.events(plan, more, abort.signal)) {
        this.#plan(event, JSON.stringify(plan));
        if (event.type === "progress") this.progress = event as Typed<Event, "progress">;
        this.hear(event, plan, shotglass);
      }
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.running = false;
      current.stop = null;
    }
  }

  #plan(event: Event, key: string): void {
    if (event.type !== "planned") return;
    this.planned = { key, planned: event as Typed<Event, "planned"> };
  }

  /** What a record holds, or what was there before the page was loaded anew. */
  show(result: Result, subject: string | null = choice.subject): void {
    this.result = result;
    this.subject = subject;
    this.problem = null;
  }

  /** Whether the result is of what is chosen now. */
  readonly isHere = $derived.by(
    () => this.result !== null && (this.subject === null || this.subject === choice.subject),
  );
}

/** Null where the run was stopped. Throws what is no answer of the server. */
/** Null where it was stopped; throws what is no failure of a request. */
export function problemOf(error: unknown): Problem | null {
  if (isAbort(error)) return null;
  if (!(error instanceof ApiError)) throw error;
  return error.problem;
}
