// One sample being written: its cache, its tokens, and the text that they make certain. The twin of
// TokenSequence in backend/shotglass/engine/batching/sequence.py.

import { choose, type Choice, type DecodingSettings } from "../core/decoding/decoding";
import type { DoneEvent, Reason, TokenEvent } from "../core/api/events";
import { Prediction } from "../core/decoding/distribution";
import type { Model } from "./model";
import type { Cache } from "./session/cache";
import { StopStrings, TextStream } from "./text/streaming";

export interface Writing extends DecodingSettings {
  max_tokens: number;
  n: number;
  stop: readonly string[];
}

export class Row {
  text = "";
  ended: Reason | null = null;
  readonly #generated: number[] = [];
  readonly #characters = new TextStream();
  readonly #stops: StopStrings;
  #prediction: Prediction;
  #ownsCache = false; // the first is the prompt's, for all of its samples

  constructor(
    readonly lane: string,
    readonly sample: number,
    private readonly model: Model,
    private readonly prompt: readonly number[],
    private cache: Cache,
    after: Prediction,
    private readonly settings: Writing,
  ) {
    this.#prediction = after;
    this.#stops = new StopStrings(settings.stop);
  }

  get tokens(): number {
    return this.#generated.length;
  }

  /** Chooses the next token from what is predicted. */
  take(): TokenEvent {
    const step = this.#generated.length;
    const before = { prompt: this.prompt, generated: this.#generated };
    const { logits, sorted } = this.#prediction;
    const choice = choose(logits, this.settings, this.sample, step, before, sorted);
    this.#generated.push(choice.id);
    const isStop = this.model.stopIds.has(choice.id);
    const text = this.#append(choice.id, isStop);
    this.text += text;
    this.ended = this.#reason(isStop);
    return this.#event(choice, step, text);
  }

  /** Computes what follows the tokens so far. */
  async advance(): Promise<void> {
    const last = this.#generated.at(-1) ?? 0;
    const { session } = this.model;
    const { logits, cache } = await session.run(this.cache, [last], [0]);
    this.free();
    [this.cache, this.#ownsCache] = [cache, true];
    this.#prediction = new Prediction(logits[0] ?? new Float32Array());
  }

  /** Gives its cache back, where it is no other's. */
  free(): void {
    if (this.#ownsCache) this.model.session.caches.free(this.cache);
  }

  done(): DoneEvent {
    const { lane, sample, text, tokens } = this;
    return { type: "done", lane, sample, reason: this.ended ?? "cancelled", text, tokens };
  }

  #append(id: number, isStop: boolean): string {
    if (isStop) return this.#ending();
    const text = this.#stops.push(this.#characters.push(this.model.tokenizer.bytesOf(id)));
    return this.#full ? text + this.#ending() : text;
  }

  /** What was kept back: half characters as U+FFFD, and what might have begun a stop. */
  #ending(): string {
    const rest = this.#stops.push(this.#characters.flush());
    return this.#stops.hit === null ? rest + this.#stops.flush() : rest;
  }

  get #full(): boolean {
    return this.#generated.length === this.settings.max_tokens;
  }

  #reason(isStop: boolean): Reason | null {
    if (this.#stops.hit !== null) return "stop_text";
    return isStop ? "stop_token" : this.#full ? "length" : null;
  }

  #event({ id, logprob, rank, survivors, draw }: Choice, index: number, text: string): TokenEvent {
    const { lane, sample, model } = this;
    const distribution = this.#prediction.head(model.textOf);
    const piece = model.textOf(id);
    return {
      ...{ type: "token", lane, sample, index, id, piece, text },
      ...{ logprob, rank, distribution, survivors, draw },
    };
  }
}
