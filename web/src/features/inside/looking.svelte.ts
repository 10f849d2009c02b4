// What the model does inside with the text on Inside: asked for once, kept for going back.

import { ApiError, explain, generate, isAbort, type Changes } from "../../core/api/api";
import { parseExplain, type Explained, type ExplainRequest } from "../../core/api/explain";
import type { Problem, TokenEvent } from "../../core/api/events";
import type { Lens, LensKind } from "../../core/attention/lens";
import type { Matrix } from "../../core/attention/attention";
import type { NumberArray } from "../../core/api/arrays";
import { recordedExplain, type RecordingHead } from "../../core/recordings/recordings";
import { DEFAULTS } from "../../core/decoding/settings";
import type { Text } from "./state.svelte";
import { runFiles } from "../../state/runFile/runFiles.svelte";
import { precision } from "../../state/precision.svelte";

const MOST_KEPT = 12; // answers
const WRITTEN = 12; // tokens

/** A text as it is read: the prompt, and what the model wrote after it. */
export interface Reading {
  prompt: Text;
  written: readonly TokenEvent[];
}

export function whole({ prompt, written }: Reading): string {
  return prompt.text + written.map((token) => token.text).join("");
}

/** `base` has thumbnails, surprisals and at least one layer. */
interface Shown {
  reading: Reading;
  base: Explained;
  recorded: RecordingHead | null;
  interventions?: Changes | undefined; // what was changed inside the model, in a run from a file
}

type More = Pick<ExplainRequest, "layers" | "scores" | "values">;
type Work = "base" | "layer" | "lens" | "writing";

class Looking {
  shown = $state.raw<Shown | null>(null);
  lenses = $state.raw<Partial<Record<LensKind, Lens | null>>>({});
  problem = $state.raw<Problem | null>(null);
  opened = $state<string | null>(null); // the text of a run from a file
  busy = $state<Record<Work, boolean>>({ base: false, layer: false, lens: false, writing: false });
  #layers = $state.raw<readonly Explained[]>([]); // more of what is shown, latest first
  readonly #latest: Partial<Record<Work, AbortSignal>> = {};
  readonly #stored = new Map<string, Explained>();

  /** The logit lens. */
  get lens(): Lens | null {
    return this.lenses.logit ?? null;
  }

  /** All that was read of what is shown, by name. */
  get arrays(): Map<string, NumberArray> {
    const answers = this.shown === null ? [] : [...this.#layers, this.shown.base];
    return new Map(answers.flatMap(({ arrays }) => [...arrays]));
  }

  /** Shows what was read before; of this text the model is asked nothing by itself. */
  open(shown: Shown, lens: Lens | null): void {
    [this.shown, this.lenses, this.#layers] = [shown, { logit: lens }, []];
    this.opened = whole(shown.reading);
  }

  close(): void {
    [this.shown, this.lenses, this.opened] = [null, {}, null];
  }

  attention(layer: number, head: number): Matrix | null {
    return this.#first((answer) => answer.attention(layer, head));
  }

  scores(layer: number, head: number): Matrix | null {
    return this.#first((answer) => answer.scores(layer, head));
  }

  valueNorms(layer: number, head: number): Float32Array | null {
    return this.#first((answer) => answer.valueNorms(layer, head));
  }

  #first<T>(read: (answer: Explained) => T | null): T | null {
    if (this.shown === null) return null;
    for (const answer of [this.shown.base, ...this.#layers]) {
      const result = read(answer);
      if (result !== null) return result;
    }
    return null;
  }

  /**
   * A recording stands in until the model in use answers; without a model it stays. There is none
   * of a `masked` model.
   */
  async read(
    model: string | null,
    reading: Reading,
    layers: number[],
    masked: boolean,
    stop: AbortSignal,
  ) {
    const prompt = whole(reading);
    if (prompt === this.opened) return;
    this.opened = null;
    if (runFiles.isShown) runFiles.leave();
    await this.#work("base", stop, async () => {
      if (!masked) await this.#showRecorded(prompt, reading, stop);
      if (model === null) return;
      const request = { model, prompt, layers, thumbnails: true };
      this.#show({ reading, base: await this.#ask(request, stop), recorded: null });
    });
  }

  /** More of the text that is shown: layers, with their scores where asked for, or lengths. */
  async more(model: string, more: More, stop: AbortSignal) {
    const { shown } = this;
    if (shown === null) return;
    await this.#work("layer", stop, async () => {
      const prompt = whole(shown.reading);
      const answer = await this.#ask({ model, prompt, ...more, surprisal: false }, stop);
      if (this.#shows(shown)) this.#layers = [answer, ...this.#layers].slice(0, MOST_KEPT);
    });
  }

  /** What each layer would say after token `row` of the text that is shown. */
  async readLens(model: string, row: number, kind: LensKind, stop: AbortSignal) {
    const { shown } = this;
    if (shown === null) return;
    await this.#work("lens", stop, async () => {
      const prompt = whole(shown.reading);
      const request = { model, prompt, lens: row, lens_kind: kind, surprisal: false };
      const answer = await this.#ask(request, stop);
      if (this.#shows(shown)) this.lenses = { ...this.lenses, [kind]: answer.lens };
    });
  }

  /** The likeliest continuation of a prompt; nothing where it failed. */
  async write(model: string, prompt: string, stop: AbortSignal): Promise<TokenEvent[]> {
    const tokens: TokenEvent[] = [];
    const settings = { ...DEFAULTS, temperature: 0, max_tokens: WRITTEN, stop: [] };
    await this.#work("writing", stop, async () => {
      const of = precision.ofId(model);
      for await (const event of generate({ ...of, prompt, settings }, stop)) {
        if (event.type === "token") tokens.push(event);
      }
    });
    return tokens;
  }

  async #showRecorded(prompt: string, reading: Reading, stop: AbortSignal): Promise<void> {
    const recorded = await recordedExplain(prompt).catch(() => null); // then there is none
    if (recorded === null || stop.aborted) return;
    const base = parseExplain(recorded.bytes);
    this.#show({ reading, base, recorded: recorded.head });
    this.lenses = { logit: base.lens };
  }

  #show(shown: Shown): void {
    if (!this.#shows(shown)) [this.lenses, this.#layers] = [{}, []];
    this.shown = shown;
  }

  /** The text and the model of what is shown are these; a model's own answer may have taken the place
   * of its recording. */
  #shows(other: Shown): boolean {
    const { shown } = this;
    if (shown?.base.header.model !== other.base.header.model) return false;
    return whole(shown.reading) === whole(other.reading);
  }

  async #work(name: Work, stop: AbortSignal, work: () => Promise<void>): Promise<void> {
    this.#latest[name] = stop;
    this.busy[name] = true;
    this.problem = null;
    try {
      await work();
    } catch (error) {
      if (isAbort(error) || stop.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      this.problem = error.problem;
    } finally {
      if (this.#latest[name] === stop) this.busy[name] = false; // else the next one has begun
    }
  }

  async #ask(request: ExplainRequest, stop: AbortSignal): Promise<Explained> {
    const key = JSON.stringify(request);
    const known = this.#stored.get(key);
    const answer = known ?? (await explain(request, stop));
    this.#stored.delete(key); // so that the order is that of use
    this.#stored.set(key, answer);
    const [oldest] = this.#stored.keys();
    if (this.#stored.size > MOST_KEPT && oldest !== undefined) this.#stored.delete(oldest);
    return answer;
  }
}

export const looking = new Looking();
