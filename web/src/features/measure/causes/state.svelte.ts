// A search for what answers depend on: what it would cost, how far it is, what it found.

import { ApiError, isAbort, search, version, type SearchRequest } from "../../../core/api/api";
import type { CausesPlanned, CausesProgress } from "../../../core/api/api.gen";
import type { Problem } from "../../../core/api/events";
import { measuring } from "../state.svelte";
import { readCauseRecord } from "./record";
import { foundOf, requestOf, searchOf, type Found } from "./search";

class Searching {
  planned = $state.raw<{ key: string; planned: CausesPlanned } | null>(null);
  costProblem = $state.raw<Problem | null>(null);
  running = $state(false);
  progress = $state.raw<CausesProgress | null>(null);
  found = $state.raw<Found | null>(null);
  problem = $state.raw<Problem | null>(null);
  finished = $state(0); // searches that came to their end, so that each is said once
  #abort: AbortController | null = null;

  readonly name = $derived(searchOf(measuring.id));

  readonly request = $derived.by<SearchRequest | null>(() => {
    const { chosen } = measuring;
    return this.name === null || chosen === null ? null : requestOf(this.name, chosen);
  });

  readonly key = $derived(this.request === null ? "" : JSON.stringify([this.name, this.request]));
  readonly cost = $derived(this.planned?.key === this.key ? this.planned.planned : null);

  get able(): boolean {
    return measuring.ready && this.request !== null && !this.running && !measuring.running;
  }

  /** What is shown of the question that is chosen. */
  readonly shown = $derived(this.found?.name === this.name ? this.found : null);

  /** Asks what it would cost; nothing is searched. */
  async tellCost(signal: AbortSignal): Promise<void> {
    const { name, request, key } = this;
    this.costProblem = null;
    if (name === null || request === null || !measuring.ready || this.running) return;
    if (this.planned?.key === key) return;
    try {
      for await (const event of search(name, { ...request, only_cost: true }, signal)) {
        if (event.type === "planned") this.planned = { key, planned: event };
      }
    } catch (error) {
      if (isAbort(error)) return;
      if (!(error instanceof ApiError)) throw error;
      this.costProblem = error.problem;
    }
  }

  /** `request`: what is chosen, or that of a record, which is then asked again. */
  async start(request: SearchRequest | null = this.request): Promise<void> {
    const { name } = this;
    if (name === null || request === null || !measuring.ready) return;
    if (this.running || measuring.running) return;
    const key = JSON.stringify([name, request]);
    const abort = new AbortController();
    this.#abort = abort;
    this.running = true;
    this.progress = null;
    this.problem = null;
    let planned: CausesPlanned | null = null;
    try {
      const told = await version(abort.signal);
      for await (const event of search(name, request, abort.signal)) {
        if (event.type === "planned") {
          planned = event;
          this.planned = { key, planned: event };
        } else if (event.type === "progress") this.progress = event;
        else if (event.type !== "end" && event.type !== "failed" && planned !== null) {
          this.found = foundOf(event, request, planned, told);
          this.finished += 1;
        }
      }
    } catch (error) {
      if (!isAbort(error)) {
        if (!(error instanceof ApiError)) throw error;
        this.problem = error.problem;
      }
    }
    this.running = false;
    this.#abort = null;
  }

  /** A record from a file, without a model; false for one of another kind. Throws RecordError,
   * PromptError. */
  open(text: string): boolean {
    const found = readCauseRecord(text);
    if (found === null) return false;
    this.found = found;
    this.problem = null;
    measuring.choose(`which-${found.name}`);
    this.finished += 1;
    return true;
  }

  stop(): void {
    this.#abort?.abort();
  }
}

export const searching = new Searching();
