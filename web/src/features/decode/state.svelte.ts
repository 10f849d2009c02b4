// What Decode shows: a text, the tokens taken after it, the distribution of the next one, how it
// is drawn from, and the ways that were taken.

import opening from "../../gallery/opening.json";
import { adjusts } from "../../core/decoding/processors";
import {
  DEFAULTS,
  type DrawSettings,
  type GivenTokens,
  read,
  SAMPLES,
  write,
} from "../../core/address/decode";
import { BEAM, type BeamSettings, PENALTIES } from "../../core/decoding/settings";
import { ApiError, isAbort, type Of } from "../../core/api/api";
import { after, type Constraint } from "../../core/decoding/constraint";
import { Distribution, type Held } from "../../core/decoding/distribution";
import type { Problem } from "../../core/api/events";
import { narrow, type Narrowed } from "../../core/decoding/filters";
import { uniform } from "../../core/decoding/philox";
import { answersIn } from "../../core/prompting/answers";
import { render } from "../../core/prompting/render";
import { recordings } from "../../core/recordings/recordings";
import { Vocabulary } from "../../core/text/tokens";
import { allowed, nextLogits, vocabulary } from "../../state/asking";
import type { Draw } from "./filters/filters";
import { recalled } from "./recalled";
import { AnswerForm } from "../../ui/constraint/answerForm.svelte";
import { draft } from "../../state/draft.svelte";
import { server } from "../../state/server.svelte";
import { place } from "../../state/place.svelte";
import { precision } from "../../state/precision.svelte";
import { runFiles } from "../../state/runFile/runFiles.svelte";
import { route } from "../../state/route.svelte";

const MOST_KEPT = 64; // distributions of 49 152 tokens: 0.8 MB each, sorted

export const MANY = 1000; // draws, when many are asked for

/** A distribution kept beside, with the settings it had then. */
export interface Pin {
  distribution: Distribution;
  settings: DrawSettings;
  left: Narrowed;
}

class Decode {
  text = $state(opening.next); // flat, so that every setting shows
  tokens = $state.raw<GivenTokens | null>(null); // that the text is, from a link
  taken = $state.raw<readonly string[]>([]);
  settings = $state.raw<DrawSettings>(DEFAULTS);
  sample = $state(0);
  readonly form = new AnswerForm();
  beam = $state.raw<BeamSettings>(BEAM);
  many = $state(false); // a thousand draws are shown
  pin = $state.raw<Pin | null>(null);
  held = $state(false); // from a link: the model is asked when a person says so
  shown = $state.raw<Distribution | null>(null);
  words = $state.raw(new Vocabulary());
  asking = $state(false);
  problem = $state.raw<Problem | null>(null);
  unknown = $state<string | null>(null); // a token of a link that this model does not have
  ways = $state.raw<readonly (readonly string[])[]>([]);
  #logprobs = $state.raw<Readonly<Record<string, number>>>({}); // of each way, by its key
  #removed = $state.raw<Readonly<Record<string, number>>>({}); // what the form took at its last token

  /** Penalties alone: sliders of filters leave them, and the sorting after them, as they are. */
  readonly #penalties = $derived(
    JSON.stringify(PENALTIES.map((field) => [field, this.settings[field]])),
  );

  /** What is drawn from, after the penalties. */
  readonly penalised = $derived(
    this.shown?.penalised(Object.fromEntries(JSON.parse(this.#penalties) as [])) ?? null,
  );

  readonly penalises = $derived(adjusts(this.settings));

  /** What the filters leave of it; new at every step of a slider. */
  readonly left = $derived(
    this.penalised === null ? null : narrow(this.penalised.sorted, this.settings),
  );

  readonly draws = $derived.by<Draw[]>(() => {
    const { left } = this;
    if (left === null || this.settings.temperature === 0) return [];
    return this.#uniforms.map((u, sample) => ({ sample, u, place: left.at(u) })).slice(0, SAMPLES);
  });

  /** The place of the token that is chosen: drawn, or the likeliest at temperature 0. */
  readonly chosen = $derived(this.draws[this.sample]?.place ?? 0);

  /** How often each place was drawn, where a thousand draws are shown. */
  readonly counts = $derived.by<Uint16Array | null>(() => {
    const { left } = this;
    if (!this.many || left === null || this.settings.temperature === 0) return null;
    const counts = new Uint16Array(left.size);
    for (const u of this.#uniforms) {
      const place = left.at(u);
      counts[place] = (counts[place] ?? 0) + 1;
    }
    return counts;
  });

  readonly #uniforms = $derived.by<number[]>(() => {
    const { seed } = this.settings;
    return Array.from({ length: this.many ? MANY : SAMPLES }, (_, sample) =>
      uniform(seed, sample, this.step),
    );
  });

  /** What the model gets in place of the text; null where that is the text itself. */
  readonly given = $derived(
    this.tokens?.of === server.model?.id ? (this.tokens?.ids ?? null) : null,
  );

  readonly #stored = new Map<string, Distribution>();
  #wordsOf = ""; // the model whose vocabulary is known

  /** The distribution shown is not (yet) that of the text as it stands. */
  get stale(): boolean {
    if (this.shown === null) return false;
    const { prompt, taken, given, held } = this.shown;
    return keyOf(prompt, taken, given, held?.constraint) !== this.#key;
  }

  get known(): boolean {
    return this.#stored.has(this.#key);
  }

  get #key(): string {
    return this.#keyFor(this.taken);
  }

  #keyFor(taken: readonly string[]): string {
    return keyOf(this.text, taken, this.given, this.form.constraint);
  }

  /** Which of a sample's tokens is chosen from the distribution shown, from 0. */
  get step(): number {
    return this.shown?.taken.length ?? 0;
  }

  /** log p of each token taken, as far as it is known: the model's own. */
  get chain(): (number | null)[] {
    return this.taken.map((_, i) => this.logprob(this.taken.slice(0, i + 1)));
  }

  logprob(path: readonly string[]): number | null {
    return this.#logprobs[keyOf(this.text, path, this.given)] ?? null;
  }

  /** What the form took away at each token taken, as far as it is known. */
  get removed(): (number | null)[] {
    return this.taken.map(
      (_, i) => this.#removed[this.#keyFor(this.taken.slice(0, i + 1))] ?? null,
    );
  }

  write(text: string): void {
    this.text = text;
    this.tokens = null;
    this.taken = [];
    this.ways = [];
    this.held = false;
  }

  set(edit: Partial<DrawSettings>): void {
    this.settings = { ...this.settings, ...edit };
  }

  take(id: number): void {
    const text = this.words.known(id);
    if (this.shown === null || this.stale || !this.shown.allows(id) || text === undefined) return;
    route.mark();
    const path = [...this.taken, text];
    if (this.shown.held !== null)
      this.#removed = { ...this.#removed, [this.#keyFor(path)]: this.shown.removedMass };
    this.#note(path, this.shown.logprob(id));
    this.#open(path);
  }

  /** Back to any earlier token, or over to another way. */
  go(path: readonly string[]): void {
    route.mark();
    this.#open(path);
  }

  #open(path: readonly string[]): void {
    this.taken = path;
    this.ways = [...this.ways, path];
    this.held = false;
  }

  /** Shows what was asked before; the model is asked when a person goes on from there. */
  open(shown: Distribution, words: Vocabulary): void {
    [this.shown, this.words, this.#wordsOf] = [shown, words, ""];
    this.#keep(this.#key, shown);
    this.held = true;
  }

  keep(): void {
    if (this.shown === null) return;
    const left = this.shown.narrowed(this.settings);
    this.pin = { distribution: this.shown, settings: this.settings, left };
  }

  /** Shows the distribution of the text as it stands: from what is known, or from the model. */
  async ask(signal: AbortSignal): Promise<void> {
    const { text, taken } = this;
    this.problem = null;
    const known = this.#stored.get(this.#key);
    if (known !== undefined) this.shown = known;
    const model = place.ready && !this.held && this.form.able ? server.model : null;
    this.asking = model !== null && known === undefined;
    if (model === null) return known === undefined ? this.#recall(text, taken) : undefined;
    try {
      await this.#learn(model.id, signal);
      if (runFiles.isShown) runFiles.leave();
      this.shown = await this.#fetch(text, taken, signal);
    } catch (error) {
      if (isAbort(error)) return; // the next question has begun
      if (!(error instanceof ApiError)) throw error;
      this.problem = error.problem;
    }
    this.asking = false;
  }

  /** The ids of tokens by their texts; what is no token of the model is left to be told. */
  async idsOf(model: string, taken: readonly string[], signal: AbortSignal): Promise<number[]> {
    if (taken.length === 0) return [];
    await this.#learn(model, signal);
    const ids = taken.map((token) => this.words.id(token));
    this.unknown = taken[ids.indexOf(undefined)] ?? null;
    return ids.map((id) => id ?? -1); // which the server refuses
  }

  /** A recorded distribution, where there is one; the texts of its likeliest tokens first, then of all. */
  async #recall(text: string, taken: readonly string[]): Promise<void> {
    const key = keyOf(text, taken, null);
    if (this.form.constraint !== null) return; // what was recorded was held to nothing
    const result = await recalled(text, taken);
    if (result === null || key !== this.#key || this.known) return; // the model was faster
    this.shown = result.shown;
    if (result.words === null || this.#wordsOf !== "") return;
    this.words = result.words;
    const all = await recordings.tokens().catch(() => null); // the likeliest do without
    if (all !== null && this.words === result.words) this.words = new Vocabulary(all);
  }

  async #learn(model: string, signal: AbortSignal): Promise<void> {
    if (this.#wordsOf === model) return;
    this.words = new Vocabulary(await vocabulary(model, signal));
    this.#wordsOf = model;
  }

  async #fetch(
    text: string,
    taken: readonly string[],
    signal: AbortSignal,
  ): Promise<Distribution | null> {
    const { given } = this;
    const { constraint } = this.form;
    const key = keyOf(text, taken, given, constraint);
    const known = this.#stored.get(key);
    if (known !== undefined) return known;
    const ids = taken.map((token) => this.words.id(token));
    this.unknown = taken[ids.indexOf(undefined)] ?? null;
    const { model } = server;
    if (model === null || this.unknown !== null) return this.shown;
    const { numbers } = precision;
    const of = precision.of(model);
    const [next, held] = await Promise.all([
      nextLogits(of, given ?? text, ids as number[], signal),
      constraint && heldAfter(of, constraint, taken, signal),
    ]);
    const origin = { recorded: null, model: model.name, numbers };
    const before = { prompt: next.prompt, generated: ids as number[] };
    const made = new Distribution(text, taken, next.logits, origin, before, given, held);
    this.#keep(key, made);
    next.logprobs.forEach((logprob, i) => this.#note(taken.slice(0, i + 1), logprob));
    return made;
  }

  #note(path: readonly string[], logprob: number): void {
    this.#logprobs = { ...this.#logprobs, [keyOf(this.text, path, this.given)]: logprob };
  }

  #keep(key: string, made: Distribution): void {
    this.#stored.set(key, made);
    const [oldest] = this.#stored.keys();
    if (this.#stored.size > MOST_KEPT && oldest !== undefined) this.#stored.delete(oldest);
  }

  /** The view's bare name brings nothing: what stands there stays. */
  adopt(query: URLSearchParams, chosen = false): void {
    if (query.size > 0) this.#adopt(read(query));
    const brought = query.size > 0 || draft.fromLink;
    this.held = !chosen && !this.known && (brought || this.held);
  }

  #adopt(state: ReturnType<typeof read>): void {
    const same = state.text === undefined || state.text === this.text;
    this.text = state.text ?? this.text;
    if (state.text !== undefined) this.tokens = state.tokens ?? null;
    this.taken = state.taken ?? [];
    this.settings = state.settings;
    this.form.adopt(state.constraint);
    this.sample = state.sample ?? 0;
    this.beam = state.beam;
    this.ways = this.taken.length > 0 ? [...(same ? this.ways : []), this.taken] : [];
  }

  toQuery(): URLSearchParams {
    return write({
      text: this.text,
      ...(this.tokens === null ? {} : { tokens: this.tokens }),
      taken: [...this.taken],
      settings: this.settings,
      constraint: this.form.constraint,
      sample: this.sample,
      beam: this.beam,
    });
  }
}

function keyOf(
  text: string,
  taken: readonly string[],
  given: readonly number[] | null,
  constraint: Constraint | null = null,
): string {
  const of = [place.now, server.model?.id ?? "", precision.numbers.as];
  return JSON.stringify([...of, given, constraint, text, ...taken]);
}

/** What the answer is held to, and which tokens that allows after those that were taken. */
export async function heldAfter(
  of: Of,
  constraint: Constraint,
  taken: readonly string[],
  signal: AbortSignal,
): Promise<Held> {
  return { constraint, allowed: await allowed(of, after(constraint, taken.join("")), signal) };
}

/** What Compare's last lane asks. */
export function promptText(): string {
  try {
    return render(draft.prompt, draft.lane("few")).text;
  } catch {
    return draft.prompt.query.input; // a prompt that is being edited and has a fault
  }
}

/** The answers that Compare's prompt names, where the next token follows that prompt. */
export function answersHere(): string[] {
  const follows = decode.text === promptText() && decode.taken.length === 0;
  return follows && draft.fault === null ? answersIn(draft.prompt, draft.lane("few")) : [];
}

export const decode = new Decode();
route.serve("decode", decode);
