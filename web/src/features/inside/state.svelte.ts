// The text that Inside shows, and what of it is looked at: the mask or a head, which token asks.

import {
  ofLane,
  read,
  write,
  MOST_OFF,
  type GridView,
  type Head,
  type InsideState,
  type Source,
} from "../../core/address/inside";
import type { LensKind } from "../../core/attention/lens";
import { read as readTask } from "../../core/address/compare";
import type { Span, TokenEvent } from "../../core/api/events";
import { render } from "../../core/prompting/render";
import { draft } from "../../state/draft.svelte";
import { route } from "../../state/route.svelte";
import { keep, stored } from "../../state/stored";

export const KINDS = ["causal", "bidirectional", "banded"] as const;
export type Kind = (typeof KINDS)[number];

const FIRST_TEXT = "hot -> cold\ntall -> short\nfast ->";
const LOOKED = "shotglass.looked"; // the text that this browser's person looked into last
export const GAP_TEXT = "There [MASK] many ships on the sea.";

/** A text with what its stretches are; null for one that nobody took apart. */
export interface Text {
  text: string;
  spans: readonly Span[] | null;
}

class Inside {
  source = $state<Source>("few");
  own = $state(FIRST_TEXT);
  masked = $state<string | null>(null); // the masked model looked into; null: the model in use
  view = $state<GridView>("attention");
  kind = $state<Kind>("causal");
  at = $state(-1); // the token that asks; -1 is the last
  layer = $state(17); // from 0; this head looks most at the examples' answers in the opening task
  head = $state(5);
  picked = false; // a person or an address named the head; until then the text decides
  off = $state.raw<readonly Head[]>([]); // heads that are switched off
  lensKind = $state<LensKind>("logit"); // how each layer is read, where the model has a J-lens
  carried = $state(false); // whether the arcs are what attention carries
  sink = $state(true); // whether the first token's column is shown
  fromLink = $state(false); // the text came with another's address and is read only when asked to
  readonly #looked = new Set([stored(LOOKED)]); // texts that were looked into here

  step = $state<number | null>(null); // of the decoding; null shows all rows at once
  #goesOn = $state.raw<{ after: string; tokens: readonly TokenEvent[] } | null>(null);

  /** What is shown, without what the model wrote on. */
  readonly text = $derived.by((): Text => this.#textOf(this.source));

  #textOf(source: Source): Text {
    if (source === "own" || draft.fault !== null) return { text: this.own, spans: null };
    return render(draft.prompt, draft.lane(source));
  }

  /** What the model wrote after this very text. */
  get written(): readonly TokenEvent[] {
    const goesOn = this.#goesOn;
    return goesOn?.after === this.text.text ? goesOn.tokens : [];
  }

  continueWith(after: string, tokens: readonly TokenEvent[]): void {
    this.#goesOn = tokens.length === 0 ? null : { after, tokens };
    this.step = null;
    this.at = -1;
  }

  /** Step 0 is the prompt's square of `prompt` tokens, step k the row of the kth written token. */
  stepTo(step: number | null, prompt: number): void {
    this.step = step;
    this.at = step === null ? -1 : prompt + step - 1;
  }

  choose(source: Source): void {
    if (source === "own" && this.source !== "own") this.own = this.text.text;
    this.source = source;
    this.at = -1;
    this.fromLink = false;
  }

  look(layer: number, head: number): void {
    this.layer = layer;
    this.head = head;
  }

  /** A masked model to look into, with the mask that is its own; null for the model in use. */
  lookInto(masked: string | null): void {
    this.masked = masked;
    this.kind = masked === null ? "causal" : "bidirectional";
    this.step = null;
    this.at = -1;
  }

  /** A text with a gap, where one's own has none. */
  tryGap(): void {
    this.choose("own");
    this.own = GAP_TEXT;
  }

  /** A person's own choice of a head, which stays when the text changes. */
  pick(layer: number, head: number): void {
    this.picked = true;
    this.look(layer, head);
  }

  isOff(layer: number, head: number): boolean {
    return this.off.some((item) => item.layer === layer && item.head === head);
  }

  /** Switches a head off, or on again. */
  toggle(layer: number, head: number): void {
    const others = this.off.filter((item) => item.layer !== layer || item.head !== head);
    const more = this.isOff(layer, head) ? [] : [{ layer, head }];
    this.off = [...others, ...more].slice(-MOST_OFF);
  }

  adopt(query: URLSearchParams, chosen = false): void {
    const state = read(query);
    const brings = state.lane !== undefined || state.text !== undefined;
    if (brings) this.#adoptText(state, query);
    if (brings || state.model !== undefined) this.masked = state.model ?? null;
    this.off = state.off ?? (brings ? [] : this.off);
    this.view = state.view ?? (state.mask === undefined ? this.view : "mask");
    const own = this.masked === null ? this.kind : "bidirectional";
    this.kind = KINDS.find((kind) => kind === state.mask) ?? own;
    if (state.layer !== undefined || state.head !== undefined) this.picked = true;
    this.layer = state.layer ?? this.layer;
    this.head = state.head ?? this.head;
    if ((chosen && brings) || this.#looked.has(this.text.text)) this.fromLink = false;
    else if (draft.fromLink && this.source !== "own") this.fromLink = true;
  }

  /** The text is a person's own, or was read since a person asked for it. */
  noteLooked(): void {
    this.#looked.add(this.text.text);
    keep(LOOKED, this.text.text);
  }

  /** A text that this page did not show already is read only when asked to. */
  #adoptText(state: InsideState, query: URLSearchParams): void {
    const source = state.lane ?? "own";
    const before = this.#textOf(source).text;
    if (state.lane !== undefined) {
      const task = readTask(query);
      if ((task.task ?? task.prompt) !== undefined) draft.adopt(task);
    } else this.own = state.text ?? "";
    this.source = source;
    this.at = state.at ?? -1;
    this.sink = state.sink ?? true;
    this.carried = state.carried ?? false;
    if (this.text.text !== before) this.fromLink = true;
  }

  toQuery(): URLSearchParams {
    const { view, kind: mask, layer, head, sink, carried, masked } = this;
    const state: InsideState = { view, mask };
    if (masked !== null) state.model = masked;
    if (this.source === "own") state.text = this.own;
    else state.lane = this.source;
    if (this.at >= 0) state.at = this.at;
    if (view === "attention") Object.assign(state, { layer, head, sink, carried, off: this.off });
    return this.source === "own" ? write(state) : ofLane(state, draft.toQuery());
  }
}

export const inside = new Inside();
route.serve("inside", inside);
