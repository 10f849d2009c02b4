// What the Prompt view holds: the text, how it is continued, and the samples of the last run.

import type { ModelSummary, Settings } from "../../core/api/api";
import { server } from "../../state/server.svelte";
import { route } from "../../state/route.svelte";
import { place } from "../place/state.svelte";
import { precision } from "../precision/state.svelte";
import { DEFAULTS, read, write } from "./address";
import { Beside } from "./beside/beside.svelte";
import { Column } from "./writing/column.svelte";
import type { Made } from "./writing/sample.svelte";

class PromptView {
  text = $state("");
  settings = $state.raw<Settings>(DEFAULTS);
  readonly column = new Column();
  readonly beside = new Beside(this.column);
  #model = $state<string | null>(null); // that the address names, until the server's are known

  /** Whether Run can be pressed. */
  get able(): boolean {
    const beside = !this.beside.open || this.#second !== null;
    return place.ready && this.#first !== null && beside;
  }

  get running(): boolean {
    return this.column.running || this.beside.column.running;
  }

  /** The samples shown are of another prompt, model or settings than stand here now. */
  get stale(): boolean {
    return isOther(this.column.made, this.#first);
  }

  get besideStale(): boolean {
    return isOther(this.beside.column.made, this.#second);
  }

  async run(): Promise<void> {
    const [first, second] = [this.#first, this.#second];
    if (!this.able || first === null) return;
    if (this.stale || this.besideStale) this.beside.place = null; // it was a token of other texts
    const other = second === null ? [] : [this.beside.column.run(second)];
    await Promise.all([this.column.run(first), ...other]);
  }

  stop(): void {
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
    return wanted(server.model, this.text, this.settings);
  }

  get #second(): Made | null {
    const { beside } = this;
    if (!beside.open) return null;
    const model = beside.modelOver(server.model);
    return wanted(model, beside.text ?? this.text, beside.settingsOver(this.settings));
  }

  adopt(query: URLSearchParams): void {
    if (query.size === 0 && this.text !== "") return; // the view's bare name brings nothing
    const state = read(query);
    this.text = state.text;
    this.settings = state.settings;
    this.beside.adopt(state.beside);
    this.#model = state.model;
    this.chooseModel();
  }

  toQuery(): URLSearchParams {
    const beside = this.beside.toState();
    const model = this.#model ?? (beside === null ? null : (server.model?.id ?? null));
    return write({ text: this.text, settings: this.settings, model, beside });
  }
}

function wanted(model: ModelSummary | null, prompt: string, settings: Settings): Made | null {
  if (model === null || prompt === "") return null;
  const where = place.engineOf(model.id) === null ? "computer" : "browser";
  const numbers = precision.numbersFor(model);
  return { of: precision.of(model), model: model.name, where, numbers, prompt, settings };
}

function isOther(made: Made | null, now: Made | null): boolean {
  return made !== null && JSON.stringify(made) !== JSON.stringify(now);
}

export const prompt = new PromptView();
route.serve("prompt", prompt);
