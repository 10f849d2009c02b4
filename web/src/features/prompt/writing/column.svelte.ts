// A column of samples: one prompt, one model, one set of settings, written together.

import { isAbort } from "../../../core/api/api";
import { heldTo } from "../../../core/decoding/constraint";
import type { DoneEvent, Problem, TokenEvent } from "../../../core/api/events";
import { generate } from "../../../state/asking";
import { Frames } from "./frames";
import { problemOf, Sample, type Made } from "./sample.svelte";
import { inputOf, type Source } from "./parts";

type Status = "idle" | "running" | "done" | "stopped" | "failed";

export class Column {
  made = $state.raw<Made | null>(null); // what the samples shown were written with
  samples = $state.raw<readonly Sample[]>([]);
  status = $state<Status>("idle");
  problem = $state.raw<Problem | null>(null);
  firstTokenMs = $state<number | null>(null);
  #abort = new AbortController();

  /** Whether anything of it is being written. */
  get running(): boolean {
    return this.status === "running" || this.samples.some((sample) => sample.running);
  }

  /** The samples of `made`, from the beginning; what was running is stopped. */
  async run(made: Made): Promise<void> {
    this.stop();
    const { settings } = made;
    this.made = made;
    this.samples = Array.from({ length: settings.n }, (_, i) => new Sample(made, i));
    this.samples.forEach((sample) => (sample.running = true));
    [this.status, this.problem, this.firstTokenMs] = ["running", null, null];
    await this.#listen(made, this.#abort.signal);
  }

  /** Shows samples that were written before. */
  show(made: Made, samples: readonly Sample[]): void {
    this.stop();
    [this.made, this.samples, this.status, this.problem] = [made, samples, "done", null];
  }

  /** It cannot be written at all. */
  refuse(made: Made, problem: Problem): void {
    this.stop();
    [this.made, this.samples, this.status, this.problem] = [made, [], "failed", problem];
  }

  /** As before its first run. */
  clear(): void {
    this.stop();
    [this.made, this.samples, this.status, this.problem] = [null, [], "idle", null];
  }

  stop(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    if (this.status === "running") this.status = "stopped";
    this.samples.forEach((sample) => sample.stop());
  }

  async #listen(made: Made, signal: AbortSignal): Promise<void> {
    const { of, prompt, ids, settings, constraint, interventions, numbers } = made;
    const source: Source = { of, prompt, ids, settings, constraint, interventions, numbers };
    const frames = new Frames<TokenEvent | DoneEvent>((sample, events) => {
      if (!signal.aborted) this.#take(sample, events, source);
    });
    try {
      const held = { ...settings, ...heldTo(constraint), stop: [] };
      const request = { ...of, prompt: inputOf(made), settings: held, interventions };
      for await (const event of generate(request, signal)) {
        if (event.type === "token" || event.type === "done") frames.push(event.sample, event);
        else if (event.type === "failed") this.problem = event.problem;
        else if (event.type === "end") this.firstTokenMs = event.first_token_ms;
      }
    } catch (error) {
      if (!isAbort(error)) this.problem = problemOf(error);
    }
    await frames.settle();
    if (signal.aborted) return;
    this.samples.forEach((sample) => (sample.running = false));
    this.status = this.problem === null ? "done" : "failed";
  }

  #take(index: number, events: readonly (TokenEvent | DoneEvent)[], source: Source): void {
    const sample = this.samples[index];
    if (sample === undefined) return;
    const tokens = events.filter((event) => event.type === "token");
    if (tokens.length > 0) sample.add(tokens, source);
    const done = events.find((event) => event.type === "done");
    if (done !== undefined) [sample.reason, sample.running] = [done.reason, false];
  }
}
