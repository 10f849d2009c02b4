// A column of samples: one prompt, one model, one set of settings, written together.

import { isAbort } from "../../../core/api/api";
import type { Problem, TokenEvent } from "../../../core/api/events";
import { generate } from "../../place/asking";
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
    const { of, prompt, ids, settings, numbers } = made;
    const source: Source = { of, prompt, ids, settings, numbers };
    const frames = new Frames<TokenEvent>((tokens) => {
      if (!signal.aborted) this.#add(tokens, source);
    });
    try {
      const request = { ...of, prompt: inputOf(made), settings: { ...settings, stop: [] } };
      for await (const event of generate(request, signal)) {
        if (event.type === "token") frames.push(event);
        else if (event.type === "failed") this.problem = event.problem;
        else if (event.type === "end") this.firstTokenMs = event.first_token_ms;
        else if (event.type === "done") {
          frames.flush();
          const sample = this.samples[event.sample];
          if (sample !== undefined) [sample.reason, sample.running] = [event.reason, false];
        }
      }
    } catch (error) {
      if (!isAbort(error)) this.problem = problemOf(error);
    }
    if (signal.aborted) return;
    frames.flush();
    this.samples.forEach((sample) => (sample.running = false));
    this.status = this.problem === null ? "done" : "failed";
  }

  #add(tokens: readonly TokenEvent[], source: Source): void {
    for (const sample of this.samples) {
      const own = tokens.filter((token) => token.sample === sample.index);
      if (own.length > 0) sample.add(own, source);
    }
  }
}
