// One text being written: its parts, what was there before the last step, and how it ended.

import { ApiError, isAbort } from "../../../core/api/api";
import type { Changes, Message, Of, Settings } from "../../../core/api/api";
import { after, heldTo, type Constraint } from "../../../core/decoding/constraint";
import type { Alternative, Problem, Reason, TokenEvent } from "../../../core/api/events";
import type { Numbers } from "../../../core/models/precision";
import { ANEW } from "../../../core/runFile/sources";
import { generate } from "../../../state/asking";
import { Frames } from "./frames";
import { textIds } from "../input/pieces";
import { edited, forked, inputOf, textOf, whole, type Part, type Source } from "./parts";

/** What a sample is written with: shared by all samples of a run. */
export interface Made {
  of: Of;
  model: string; // its name
  where: "computer" | "browser";
  numbers: Numbers;
  prompt: string; // exactly what the model was given
  ids?: readonly number[]; // its tokens, where they were given in its place
  chat?: readonly Message[]; // the conversation that they were made of
  settings: Settings;
  constraint?: Constraint | undefined; // what every answer is held to
  interventions?: Changes | undefined; // what is changed inside the model, in a run from a file
}

/** A step that can be taken back. */
interface Step {
  parts: readonly Part[];
  reason: Reason | null;
}

export class Sample {
  parts = $state.raw<readonly Part[]>([]);
  reason = $state<Reason | null>(null);
  running = $state(false);
  problem = $state.raw<Problem | null>(null);
  steps = $state.raw<readonly Step[]>([]);
  #abort = new AbortController();
  #again = 0; // how often it was written anew

  constructor(
    readonly made: Made,
    readonly index: number,
  ) {}

  readonly text = $derived(textOf(this.parts));

  /** Another list of parts, of a run that is kept. */
  restore(parts: readonly Part[], reason: Reason | null): void {
    this.parts = parts;
    this.reason = reason;
  }

  add(tokens: readonly TokenEvent[], source: Source): void {
    const parts = tokens.map((token): Part => ({ kind: "token", token, source, chosen: false }));
    this.parts = [...this.parts, ...parts];
  }

  /** Goes on from where it stands, as far again; where nothing stands there it is written anew. */
  async goOn(): Promise<void> {
    const stood = whole(this.parts);
    if (stood.length === 0) return this.again();
    this.#keep();
    await this.#write(stood, this.#seed(this.steps.length));
  }

  /** Writes it anew from the prompt, with another seed. */
  async again(): Promise<void> {
    this.#keep();
    this.#again += 1;
    await this.#write([], this.#seed(ANEW * this.#again));
  }

  /** Goes on from another token in place of the one at `at`. */
  async fork(at: number, item: Alternative): Promise<void> {
    this.#keep();
    await this.#write(forked(this.parts, at, item), this.made.settings.seed);
  }

  /** Another text in place of this one; nothing is asked of the model. */
  edit(text: string): void {
    const parts = edited(this.parts, text);
    if (parts === this.parts) return;
    this.#keep();
    this.parts = parts;
    this.reason = null;
  }

  takeBack(): void {
    const last = this.steps.at(-1);
    if (last === undefined) return;
    this.stop();
    this.steps = this.steps.slice(0, -1);
    this.restore(last.parts, last.reason);
    this.problem = null;
  }

  stop(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    if (this.running) this.reason = "cancelled";
    this.running = false;
  }

  #keep(): void {
    this.stop();
    this.steps = [...this.steps, { parts: this.parts, reason: this.reason }];
  }

  /** Every stretch draws other random numbers, and the same ones when it is repeated. */
  #seed(step: number): number {
    return (this.made.settings.seed + step) % Number.MAX_SAFE_INTEGER;
  }

  /** Where the prompt was given as tokens, those that were drawn go on from it as they are. */
  async #ids(parts: readonly Part[], signal: AbortSignal): Promise<readonly number[] | undefined> {
    const { ids, of } = this.made;
    if (ids === undefined) return undefined;
    const own = parts.map((part) =>
      part.kind === "token" ? [part.token.id] : textIds(of.model, part.text, signal),
    );
    return [...ids, ...(await Promise.all(own)).flat()];
  }

  async #write(parts: readonly Part[], seed: number): Promise<void> {
    this.parts = parts;
    [this.reason, this.problem, this.running] = [null, null, true];
    const { of, numbers, prompt, interventions } = this.made;
    const settings = { ...this.made.settings, n: 1, seed };
    const constraint = this.made.constraint && after(this.made.constraint, textOf(parts));
    const text = prompt + textOf(parts);
    const source: Source = { of, numbers, settings, constraint, interventions, prompt: text };
    const { signal } = this.#abort;
    const frames = new Frames<TokenEvent>((_, tokens) => {
      if (!signal.aborted) this.add(tokens, source);
    });
    try {
      const held = heldTo(constraint);
      source.ids = await this.#ids(parts, signal);
      const request = {
        ...of,
        prompt: inputOf(source),
        settings: { ...settings, ...held, stop: [] },
        interventions,
      };
      for await (const event of generate(request, signal)) {
        if (event.type === "token") frames.push(event.sample, event);
        else if (event.type === "done") this.reason = event.reason;
        else if (event.type === "failed") this.problem = event.problem;
      }
    } catch (error) {
      if (!isAbort(error)) this.problem = problemOf(error);
    }
    frames.flush();
    if (!signal.aborted) this.running = false;
  }
}

/** Rethrows what is no answer of the model's. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  throw error;
}
