// What the Prompt view holds: the text, how it is continued, and the samples of the last run.

import {
  isAbort,
  type Message,
  type ModelSummary,
  type RenderedChat,
  type Settings,
} from "../../core/api/api";
import type { Constraint } from "../../core/decoding/constraint";
import { FIELDS } from "../../core/decoding/settings";
import { AnswerForm } from "../../ui/constraint/answerForm.svelte";
import { server } from "../../state/server.svelte";
import { route } from "../../state/route.svelte";
import { runFiles } from "../../state/runFile/runFiles.svelte";
import { place } from "../../state/place.svelte";
import { precision } from "../../state/precision.svelte";
import { DEFAULTS, read, write, type Mode } from "./address";
import { Beside } from "./beside/beside.svelte";
import { Filling } from "./fill/filling.svelte";
import { Conversation, Rendering } from "./chat/conversation.svelte";
import { Counter, isOver } from "./input/counter.svelte";
import { Column } from "./writing/column.svelte";
import { problemOf, type Made } from "./writing/sample.svelte";

class PromptView {
  mode = $state<Mode>("text");
  text = $state("");
  readonly chat = new Conversation();
  readonly filling = new Filling();
  settings = $state.raw<Settings>(DEFAULTS);
  readonly form = new AnswerForm();
  linked = $state(false); // it came with an address, and was not run since
  readonly column = new Column();
  readonly beside = new Beside(this.column);
  readonly counter = new Counter(); // of the text
  readonly counterBeside = new Counter();
  readonly sentBeside = new Rendering(this.chat);
  #rendering = new AbortController();
  #model = $state<string | null>(null); // that the address names, until the server's are known

  /** Another mode. An empty Text goes on with the question of Chat. */
  turnTo(mode: Mode): void {
    if (this.mode === "chat" && mode === "text" && this.text === "") this.text = this.chat.lastTurn;
    this.mode = mode;
  }

  /** Whether Run can be pressed. */
  get able(): boolean {
    if (this.mode === "fill") return this.filling.isAble(this.text);
    const beside = !this.isBeside || this.#second !== null;
    return place.ready && this.#first !== null && beside && !this.over && this.form.able;
  }

  /** Whether a column's prompt and what shall be written are more tokens than its model is served with. */
  get over(): boolean {
    const { mode, beside, settings, chat } = this;
    if (mode === "fill") return false;
    const inChat = mode === "chat";
    const first = inChat ? chat.sent.rendered?.tokens : this.counter.pieces;
    if (isOver(first, server.model, settings.max_tokens)) return true;
    if (!beside.open || !beside.isCounted(inChat)) return false;
    const second = inChat ? this.sentBeside.rendered?.tokens : this.counterBeside.pieces;
    return isOver(second, beside.modelOver(server.model), beside.settingsOver(settings).max_tokens);
  }

  get isBeside(): boolean {
    return this.mode !== "fill" && this.beside.open;
  }

  get running(): boolean {
    return this.column.running || this.beside.column.running || this.filling.busy;
  }

  /** The samples shown are of another prompt, model or settings than stand here now. */
  get stale(): boolean {
    const { text, settings } = this;
    return (
      server.model !== null && this.#isOther(this.column.made, { text, settings }, this.#first)
    );
  }

  /** What was run last in this mode, if its samples are shown. */
  get made(): Made | null {
    return this.#ofMode(this.column.made);
  }

  /** The same of the second column. */
  get besideMade(): Made | null {
    return this.isBeside ? this.#ofMode(this.beside.column.made) : null;
  }

  get besideStale(): boolean {
    const { beside, settings } = this;
    const now = { text: beside.text ?? this.text, settings: beside.settingsOver(settings) };
    return server.model !== null && this.#isOther(beside.column.made, now, this.#second);
  }

  /** A run from a file may be of another model than the one in use: that is no change of a person's.
   * `now`: what a column asks, and whom it would ask. */
  #isOther(
    made: Made | null,
    { text, settings }: { text: string; settings: Settings },
    now: Made | null,
  ): boolean {
    if (made === null) return false;
    const input = this.mode === "chat" ? this.chat.messages : text;
    const { constraint } = this.form;
    if (
      questionKey(made.chat ?? made.prompt, made) !== questionKey(input, { settings, constraint })
    )
      return true;
    return !runFiles.isShown && (now === null || whoKey(made) !== whoKey(now));
  }

  #ofMode(made: Made | null): Made | null {
    if (this.mode === "fill") return null;
    return (made?.chat !== undefined) === (this.mode === "chat") ? made : null;
  }

  async run(): Promise<void> {
    if (this.mode === "fill") return this.filling.run(this.text);
    const [first, second] = [this.#first, this.#second];
    if (!this.able || first === null) return;
    if (runFiles.isShown) runFiles.leave();
    this.linked = false;
    if (this.stale || this.besideStale) this.beside.place = null; // it was a token of other texts
    this.#rendering.abort();
    const { signal } = (this.#rendering = new AbortController());
    const [given, other] = await Promise.all([
      this.#given(first, signal),
      second === null ? null : this.#givenBeside(second, signal),
    ]);
    if (given === null || signal.aborted) return;
    await Promise.all([this.column.run(given), other && this.beside.column.run(other)]);
  }

  /** Goes on with a text as the model's answer: nothing is asked of the model. */
  reply(answer: string): void {
    route.mark();
    this.chat.answer(answer);
    this.column.clear();
    this.beside.column.clear();
  }

  /** With the tokens that the conversation is, as the template writes it. Null where it cannot. */
  async #given(made: Made, signal: AbortSignal): Promise<Made | null> {
    const { model } = server;
    if (made.chat === undefined || model === null) return made;
    const rendered = await this.chat.sent.render(model, signal);
    return rendered && written(made, rendered);
  }

  /** The same by the second model's template; what that refuses is the second column's problem. */
  async #givenBeside(made: Made, signal: AbortSignal): Promise<Made | null> {
    if (made.chat === undefined) return made;
    try {
      return written(made, await this.chat.write(made.of.model, signal));
    } catch (error) {
      if (!isAbort(error)) this.beside.column.refuse(made, problemOf(error));
      return null;
    }
  }

  stop(): void {
    this.#rendering.abort();
    this.filling.stop();
    this.column.stop();
    this.beside.column.stop();
  }

  /** Uses the model that a link of this view names, once it is known whether there is one. */
  chooseModel(): void {
    if (this.#model === null || server.models.length === 0) return;
    server.use(this.#model);
    this.#model = null;
  }

  /** What the first column would be written with; null where that is not enough. */
  get #first(): Made | null {
    return this.#request(server.model, this.text, this.settings);
  }

  get #second(): Made | null {
    const { beside } = this;
    if (!this.isBeside) return null;
    const model = beside.modelOver(server.model);
    return this.#request(model, beside.text ?? this.text, beside.settingsOver(this.settings));
  }

  /** In Chat the conversation, in place of the text. */
  #request(model: ModelSummary | null, text: string, settings: Settings): Made | null {
    const { mode, chat } = this;
    const constraint = this.form.constraint;
    if (mode === "fill") return null;
    if (mode === "text") return request(model, text, settings, constraint);
    if (model?.chat !== true || !chat.ready) return null;
    const made = request(model, chat.lastTurn, settings, constraint);
    return made && { ...made, chat: chat.messages };
  }

  adopt(query: URLSearchParams, chosen = false): void {
    if (query.size === 0 && (this.text !== "" || !this.chat.blank)) return; // the view's bare name brings nothing
    const state = read(query);
    this.mode = state.mode;
    if (state.mode === "chat") this.chat.adopt(state.chat);
    else this.text = state.text;
    this.linked = !chosen && (state.mode === "chat" ? this.chat.lastTurn : this.text) !== "";
    this.filling.masked = state.masked;
    this.settings = state.settings;
    this.form.adopt(state.constraint);
    this.beside.adopt(state.beside);
    this.#model = state.model;
    this.chooseModel();
  }

  toQuery(): URLSearchParams {
    const beside = this.beside.toState();
    const model = this.#model; // one that is in use stands in the address of every view
    const { mode, text, chat, settings } = this;
    const { masked } = this.filling;
    const { constraint } = this.form;
    return write({ mode, text, chat, settings, constraint, masked, model, beside });
  }
}

function request(
  model: ModelSummary | null,
  prompt: string,
  settings: Settings,
  constraint: Constraint | null,
): Made | null {
  if (model === null || prompt === "") return null;
  const where: Made["where"] = place.engineOf(model.id) === null ? "computer" : "browser";
  const numbers = precision.numbersFor(model);
  const made = { of: precision.of(model), model: model.name, where, numbers, prompt, settings };
  return constraint === null ? made : { ...made, constraint };
}

function written(made: Made, { text, tokens }: RenderedChat): Made {
  return { ...made, prompt: text, ids: tokens.map(({ id }) => id) };
}

/** What is asked, in whatever order its fields are written. A conversation is the same whatever the
 * template makes of it. */
function questionKey(
  input: string | readonly Message[],
  { settings, constraint }: { settings: Settings; constraint?: Constraint | null | undefined },
): string {
  const text =
    typeof input === "string" ? input : input.map(({ role, content }) => [role, content]);
  const values = FIELDS.map((field) => settings[field] ?? DEFAULTS[field]);
  const { kind = null, source = null, prefix = "" } = constraint ?? {};
  return JSON.stringify([text, values, kind, source, prefix]);
}

function whoKey({ of, numbers, where }: Made): string {
  return JSON.stringify([of.model, numbers.as, where]);
}

export const prompt = new PromptView();
route.serve("prompt", prompt);
