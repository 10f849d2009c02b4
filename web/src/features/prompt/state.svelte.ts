// What the Prompt view holds: the text, how it is continued, and the samples of the last run.

import type { ModelSummary, Settings } from "../../core/api/api";
import { server } from "../../state/server.svelte";
import { route } from "../../state/route.svelte";
import { place } from "../place/state.svelte";
import { precision } from "../precision/state.svelte";
import { DEFAULTS, read, write, type Mode } from "./address";
import { Beside } from "./beside/beside.svelte";
import { Filling } from "./fill/filling.svelte";
import { Conversation } from "./chat/conversation.svelte";
import { Column } from "./writing/column.svelte";
import type { Made } from "./writing/sample.svelte";

class PromptView {
  mode = $state<Mode>("text");
  text = $state("");
  readonly chat = new Conversation();
  readonly filling = new Filling();
  settings = $state.raw<Settings>(DEFAULTS);
  readonly column = new Column();
  readonly beside = new Beside(this.column);
  #rendering = new AbortController();
  #model = $state<string | null>(null); // that the address names, until the server's are known

  /** Whether Run can be pressed. */
  get able(): boolean {
    if (this.mode === "fill") return this.filling.isAble(this.text);
    const beside = !this.isBeside || this.#second !== null;
    return place.ready && this.#first !== null && beside;
  }

  /** Two columns are of Text alone. */
  get isBeside(): boolean {
    return this.mode === "text" && this.beside.open;
  }

  get running(): boolean {
    return this.column.running || this.beside.column.running || this.filling.busy;
  }

  /** The samples shown are of another prompt, model or settings than stand here now. */
  get stale(): boolean {
    return isOther(this.column.made, this.#first);
  }

  /** What was run last in this mode, if its samples are shown. */
  get made(): Made | null {
    const { made } = this.column;
    if (this.mode === "fill") return null;
    return (made?.chat !== undefined) === (this.mode === "chat") ? made : null;
  }

  get besideStale(): boolean {
    return isOther(this.beside.column.made, this.#second);
  }

  async run(): Promise<void> {
    if (this.mode === "fill") return this.filling.run(this.text);
    const [first, second] = [this.#first, this.#second];
    if (!this.able || first === null) return;
    if (this.stale || this.besideStale) this.beside.place = null; // it was a token of other texts
    const given = await this.#given(first);
    if (given === null) return;
    const other = second === null ? [] : [this.beside.column.run(second)];
    await Promise.all([this.column.run(given), ...other]);
  }

  /** Goes on with a text as the model's answer: nothing is asked of the model. */
  reply(answer: string): void {
    route.mark();
    this.chat.answer(answer);
    this.column.clear();
  }

  /** With the tokens that the conversation is, as the template writes it. Null where it cannot. */
  async #given(made: Made): Promise<Made | null> {
    const { model } = server;
    if (made.chat === undefined || model === null) return made;
    this.#rendering.abort();
    this.#rendering = new AbortController();
    const rendered = await this.chat.render(model, this.#rendering.signal);
    if (rendered === null) return null;
    return { ...made, prompt: rendered.text, ids: rendered.tokens.map(({ id }) => id) };
  }

  stop(): void {
    this.#rendering.abort();
    this.filling.stop();
    this.column.stop();
    this.beside.column.stop();
  }

  /** Uses the model that the address names, once it is known whether there is one. */
  chooseModel(): void {
    if (this.#model === null || server.models.length === 0) return;
    server.use(this.#model);
    this.#model = null;
  }

  /** What the first column would be written with; null where that is not enough. */
  get #first(): Made | null {
    const { mode, chat, text, settings } = this;
    if (mode !== "chat") return wanted(server.model, text, settings);
    if (server.model?.chat !== true || !chat.ready) return null;
    const made = wanted(server.model, chat.asked, settings);
    return made === null ? null : { ...made, chat: chat.messages };
  }

  get #second(): Made | null {
    const { beside } = this;
    if (!this.isBeside) return null;
    const model = beside.modelOver(server.model);
    return wanted(model, beside.text ?? this.text, beside.settingsOver(this.settings));
  }

  adopt(query: URLSearchParams): void {
    if (query.size === 0 && (this.text !== "" || !this.chat.blank)) return; // the view's bare name brings nothing
    const state = read(query);
    this.mode = state.mode;
    if (state.mode === "chat") this.chat.adopt(state.chat);
    else this.text = state.text;
    this.filling.masked = state.masked;
    this.settings = state.settings;
    this.beside.adopt(state.beside);
    this.#model = state.model;
    this.chooseModel();
  }

  toQuery(): URLSearchParams {
    const beside = this.beside.toState();
    const model = this.#model ?? (beside === null ? null : (server.model?.id ?? null));
    const { mode, text, chat, settings } = this;
    const { masked } = this.filling;
    return write({ mode, text, chat, settings, masked, model, beside });
  }
}

function wanted(model: ModelSummary | null, prompt: string, settings: Settings): Made | null {
  if (model === null || prompt === "") return null;
  const where = place.engineOf(model.id) === null ? "computer" : "browser";
  const numbers = precision.numbersFor(model);
  return { of: precision.of(model), model: model.name, where, numbers, prompt, settings };
}

function isOther(made: Made | null, now: Made | null): boolean {
  return made !== null && keyOf(made) !== keyOf(now);
}

/** A conversation is the same whatever the template makes of it. */
function keyOf(made: Made | null): string {
  const written = made?.chat === undefined ? {} : { prompt: undefined, ids: undefined };
  return JSON.stringify({ ...made, ...written });
}

export const prompt = new PromptView();
route.serve("prompt", prompt);
