// What the Prompt view holds: the text, how it is continued, and the samples of the last run.

import type { ModelSummary, Settings } from "../../core/api/api";
import { server } from "../../state/server.svelte";
import { route } from "../../state/route.svelte";
import { place } from "../place/state.svelte";
import { precision } from "../precision/state.svelte";
import { DEFAULTS, read, write } from "./address";
import { Column } from "./writing/column.svelte";
import type { Made } from "./writing/sample.svelte";

class PromptView {
  text = $state("");
  settings = $state.raw<Settings>(DEFAULTS);
  readonly column = new Column();

  /** Whether Run can be pressed. */
  get able(): boolean {
    return place.ready && server.model !== null && this.text !== "";
  }

  get running(): boolean {
    return this.column.running;
  }

  /** The samples shown are of another prompt, model or settings than stand here now. */
  get stale(): boolean {
    const { made } = this.column;
    return made !== null && JSON.stringify(made) !== JSON.stringify(this.#wanted(server.model));
  }

  async run(): Promise<void> {
    const made = this.able ? this.#wanted(server.model) : null;
    if (made !== null) await this.column.run(made);
  }

  stop(): void {
    this.column.stop();
  }

  #wanted(model: ModelSummary | null): Made | null {
    if (model === null) return null;
    const { text: prompt, settings } = this;
    const shared = { of: precision.of(model), model: model.name, where: place.now };
    return { ...shared, numbers: precision.numbers, prompt, settings };
  }

  adopt(query: URLSearchParams): void {
    if (query.size === 0 && this.text !== "") return; // the view's bare name brings nothing
    const state = read(query);
    this.text = state.text;
    this.settings = state.settings;
  }

  toQuery(): URLSearchParams {
    return write({ text: this.text, settings: this.settings });
  }
}

export const prompt = new PromptView();
route.serve("prompt", prompt);
