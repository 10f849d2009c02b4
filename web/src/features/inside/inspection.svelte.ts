// What is looked at on Inside: the text's tokens and parts, the row that asks, the heads in order. And
// what the model is asked for, as long as the view is open.

import { untrack } from "svelte";
import { answerTokens, rankedHeads } from "./heads/headRanks";
import { rowOf } from "../../core/attention/attention";
import { carriedLengths } from "../../core/attention/carried";
import type { LensKind } from "../../core/attention/lens";
import { ApiError, isAbort, tokenize } from "../../core/api/api";
import type { Piece, Problem } from "../../core/api/events";
import { lines, segments, withWritten } from "./segments";
import { plain, signs } from "../../core/text/tokens";
import { looking, whole, type Reading } from "./looking.svelte";
import { recordedPieces } from "../../core/recordings/recordings";
import { server } from "../../state/server.svelte";
import { inside } from "./state.svelte";
import { preferences } from "../../state/preferences.svelte";

export const MOST = 512; // tokens whose inside can be shown
export const SHORT = 64; // tokens; up to here all layers come together
const TYPING = 400; // ms of no typing before a text is read
const SETTLED = 350; // ms on a row before its lens is asked for

class Inspection {
  cut = $state.raw<{ text: string; pieces: readonly Piece[] } | null>(null);
  refusal = $state.raw<Problem | null>(null); // why the text was not cut
  column = $state(0);
  unfolded = $state(false); // the row's scores are shown
  #opened = ""; // the text whose first head was picked for it

  readonly masked = $derived(
    server.models.find(({ id, task }) => task === "masked-lm" && id === inside.masked) ?? null,
  );
  readonly model = $derived(
    this.masked?.id ?? (server.status === "ready" ? (server.model?.id ?? null) : null),
  );
  readonly reading = $derived<Reading>({
    prompt: inside.text,
    written: this.masked === null ? inside.written : [],
  });
  readonly text = $derived(whole(this.reading));

  /** Whether the view shows what a model computed. */
  readonly computed = $derived(inside.view !== "mask");

  /** What is shown is of this text and model. */
  readonly current = $derived.by(() => {
    const { shown } = looking;
    if (shown === null || whole(shown.reading) !== this.text) return false;
    const own = this.model === null || shown.base.header.model === this.model;
    return own || (shown.recorded !== null && this.masked === null);
  });
  readonly pieces = $derived.by<readonly Piece[]>(() => {
    const { base } = looking.shown ?? {};
    const known = this.current && this.cut?.text !== this.text ? base?.tokens : this.cut?.pieces;
    return (this.computed && base?.tokens) || (known ?? []);
  });
  readonly tooLong = $derived(this.cut?.text === this.text && this.cut.pieces.length > MOST);
  readonly tokens = $derived(this.pieces.map((piece) => signs(piece.text)));
  readonly #of = $derived(this.computed && looking.shown ? looking.shown.reading : this.reading);

  /** Tokens of the prompt, before what was written on. */
  readonly prompt = $derived.by(() => {
    if (this.masked !== null) return this.pieces.length;
    const letters = Array.from(this.#of.prompt.text).length;
    return this.pieces.filter((piece) => piece.start < letters || letters === 0).length;
  });
  readonly parts = $derived.by(() => {
    const { parts: names } = preferences.words.inside;
    const { spans, text } = this.#of.prompt;
    const named = spans ? segments(this.pieces, spans, names) : lines(this.pieces, text, names);
    return named.length === 0 && this.#of.written.length === 0
      ? []
      : withWritten(named, this.pieces.length, this.prompt, names);
  });

  /** Read again as one text, prompt and continuation are other tokens. */
  readonly recut = $derived.by(() => {
    const { written } = this.#of;
    const ids = this.pieces.slice(this.prompt).map((piece) => piece.id);
    return written.length > 0 && ids.join() !== written.map((token) => token.id).join();
  });
  readonly at = $derived.by(() => {
    const { length } = this.tokens;
    return inside.at < 0 || inside.at >= length ? length - 1 : inside.at;
  });
  readonly picked = $derived(Math.min(this.column, Math.max(0, this.tokens.length - 1)));

  /** The rows that this step of the writing computed. */
  readonly rows = $derived.by((): readonly [number, number] => {
    const { step } = inside;
    if (step === null) return [0, this.tokens.length];
    return step === 0 ? [0, this.prompt] : [this.prompt + step - 1, this.prompt + step];
  });
  /** Whether the model has a J-lens, and which lens is read where all layers are. */
  readonly hasJacobian = $derived(
    server.models.some(({ id, jacobian_lens }) => id === this.model && jacobian_lens),
  );
  readonly lensKind = $derived<LensKind>(this.hasJacobian ? inside.lensKind : "logit");
  readonly attention = $derived(looking.attention(inside.layer, inside.head));

  /** The lengths of what the asking token's row carries, where they are shown. */
  readonly carried = $derived.by(() => {
    const norms = inside.carried ? looking.valueNorms(inside.layer, inside.head) : null;
    const { attention } = this;
    if (norms === null || attention === null) return null;
    return carriedLengths(rowOf(attention, this.at), norms);
  });

  /** The tokens of the examples' answers. */
  readonly answers = $derived(answerTokens(this.pieces, this.#of.prompt.spans ?? []));

  /** The heads by what the asking token gives to the examples' answers. */
  readonly ranked = $derived.by(() => {
    const { shown } = looking;
    if (shown === null || !this.computed) return [];
    const { layers, heads } = shown.base.header;
    const seen = this.answers.filter((place) => place <= this.at || shown.base.bidirectional);
    if (seen.length === 0) return [];
    return rankedHeads((l, h) => looking.attention(l, h), layers, heads, this.at, seen);
  });

  /** What is shown is of this very model, and not a recording of another: more is asked of it. */
  readonly #own = $derived(
    this.computed &&
      this.current &&
      looking.opened === null &&
      looking.shown?.base.header.model === this.model,
  );

  /** What is missing of the picked layer: its attention, its scores, its values. */
  readonly #missing = $derived.by((): "" | "layer" | "scores" | "values" => {
    if (!this.#own) return "";
    if (this.unfolded && looking.scores(inside.layer, 0) === null) return "scores";
    const carries = inside.carried && this.attention !== null;
    if (carries && looking.valueNorms(inside.layer, 0) === null) return "values";
    return this.attention === null ? "layer" : "";
  });

  /** A token as sentences have it, without its blanks. */
  named(place: number): string {
    return plain(this.pieces[place]?.text ?? "");
  }

  go(row: number, to: number): void {
    inside.at = row;
    this.column = to;
  }

  /** Called while the view is set up; ends with it. */
  follow(): void {
    $effect(() => this.#cutText());
    $effect(() => this.#read());
    $effect(() => this.#fitModel());
    $effect(() => this.#openAtFirst());
    $effect(() => this.#readMore());
    $effect(() => this.#readLens("logit"));
    $effect(() => this.#readLens(this.lensKind));
  }

  /** The text's tokens: no model runs for them. */
  #cutText() {
    const [id, request] = [this.model, this.text];
    return later(inside.source === "own" ? 150 : 0, async (signal) => {
      try {
        const known = id === null ? recordedPieces(request) : tokenize(id, request, signal);
        const pieces = await known;
        if (signal.aborted) return;
        this.cut = pieces && { text: request, pieces };
        this.refusal = null;
      } catch (error) {
        if (isAbort(error)) return;
        this.cut = null;
        this.refusal = error instanceof ApiError ? error.problem : null;
      }
    });
  }

  /** Its inside, once it is known not to be too long. */
  #read() {
    const [id, request] = [this.model, this.reading];
    const measured = id === null || (this.cut?.text === this.text && !this.tooLong);
    const open = id === null || this.computed; // a recording has the tokens too
    if (!open || !measured || (inside.fromLink && id !== null && !this.current)) return undefined;
    const pause = inside.source === "own" && untrack(() => looking.shown) !== null;
    const layers = this.#together();
    const ofMasked = this.masked !== null;
    return later(pause ? TYPING : 0, (signal) => {
      if (id !== null && !inside.fromLink) inside.noteLooked();
      return looking.read(id, request, layers, ofMasked, signal);
    });
  }

  /** The layers that come with a text: all of a short one, so that the list of its heads comes whole
   * and is not drawn anew under a hand; of a longer one the picked layer, others when picked. */
  #together(): number[] {
    const { layers = 0 } = this.masked ?? server.model ?? {};
    const count = this.cut?.pieces.length ?? 0;
    if (count <= SHORT) return Array.from({ length: layers }, (_, layer) => layer);
    const picked = untrack(() => inside.layer);
    return [Math.min(picked, layers - 1)]; // of this model
  }

  /** A model of another size has other layers and heads. */
  #fitModel(): void {
    const header = looking.shown?.base.header;
    if (header === undefined) return;
    const [layer, head] = [inside.layer, inside.head];
    inside.look(Math.min(layer, header.layers - 1), Math.min(head, header.heads - 1));
  }

  /** Opens at the head that looks most at the answers, once all are known and as long as nobody
   * picked another. */
  #openAtFirst(): void {
    const [best] = this.ranked;
    const header = looking.shown?.base.header;
    if (best === undefined || header === undefined || !this.current) return;
    if (this.#opened === this.text || this.ranked.length < header.layers * header.heads) return;
    this.#opened = this.text;
    if (!inside.picked) inside.look(best.layer, best.head);
  }

  #readMore() {
    const [id, what, layer] = [this.model, this.#missing, inside.layer];
    if (id === null || what === "") return undefined;
    const layers = [layer];
    const more = what === "values" ? { values: layer } : { layers, scores: what === "scores" };
    return later(0, (signal) => looking.more(id, more, signal));
  }

  /** What each layer would say at the asking token. */
  #readLens(kind: LensKind) {
    const [id, row] = [this.model, this.at];
    if (id === null || !this.#own || looking.lenses[kind]?.row === row) return undefined;
    return later(SETTLED, (signal) => looking.readLens(id, row, kind, signal));
  }
}

/** Does the work after a pause; what is returned calls it off. */
export function later(ms: number, work: (signal: AbortSignal) => Promise<void>): () => void {
  const abort = new AbortController();
  const timer = setTimeout(() => void untrack(() => work(abort.signal)), ms);
  return () => {
    clearTimeout(timer);
    abort.abort();
  };
}

export const inspection = new Inspection();
