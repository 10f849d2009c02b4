// Exports: what was made and can be made, what is chosen for each model, and the one in the making.

import { read, write } from "../address";
import { ApiError, isAbort, unreachable } from "../../../core/api/api";
import {
  exportList,
  makeExport,
  settled,
  type Choice,
  type ExportList,
} from "../../../core/models/exports";
import type { Problem } from "../../../core/api/events";
import { route } from "../../../state/route.svelte";

interface Of {
  model: string;
  choice: Choice;
}

class Exporter {
  list = $state.raw<ExportList | null>(null);
  failed = $state(false); // the list could not be had
  making = $state.raw<(Of & { text: string; share: number }) | null>(null);
  refused = $state.raw<(Of & { problem: Problem }) | null>(null);
  opened = $state.raw<ReadonlySet<string>>(new Set()); // the models whose rest is folded out
  linked = $state.raw<string | null>(null); // the model whose export the address names
  #arriving: string | null = null; // the model that the address names, until it is in sight
  #wishes = $state.raw<Record<string, Partial<Choice>>>({});
  #last = $state.raw<string | null>(null); // whose choice the address holds
  #abort: AbortController | null = null;

  async open(signal?: AbortSignal): Promise<void> {
    try {
      this.list = await exportList(signal);
      this.failed = false;
    } catch (error) {
      this.failed = !isAbort(error);
    }
  }

  choiceOf(list: ExportList, model: string, task: string): Choice {
    return settled(list, task, this.#wishes[model] ?? {});
  }

  /** Folds a model's rest out or in; the address names the last one that is open. */
  show(model: string, open: boolean): void {
    if (open === this.opened.has(model)) return;
    const others = [...this.opened].filter((other) => other !== model);
    this.opened = new Set(open ? [...others, model] : others);
    this.#last = open ? model : (others.at(-1) ?? null);
  }

  /** Whether the address, as it came, was about this model's export. */
  isLinked(model: string): boolean {
    return this.#wishes[model] !== undefined;
  }

  /** Scrolls to a model that the address names, once. */
  arrival(model: string): (element: HTMLElement) => void {
    return (element) => {
      if (this.#arriving !== model) return;
      element.scrollIntoView();
      this.#arriving = null;
    };
  }

  choose(model: string, wish: Partial<Choice>): void {
    this.#wishes = { ...this.#wishes, [model]: wish };
    this.#last = model;
  }

  /** Makes it and follows how far it is. One is made at a time. */
  async make(model: string, choice: Choice): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    this.refused = null;
    this.making = { model, choice, text: "", share: 0 };
    try {
      await this.#follow(model, choice, abort.signal);
    } catch (error) {
      if (isAbort(error)) return;
      const problem = error instanceof ApiError ? error.problem : unreachable().problem;
      this.refused = { model, choice, problem };
    } finally {
      this.making = null;
    }
  }

  async #follow(model: string, choice: Choice, signal: AbortSignal): Promise<void> {
    for await (const event of makeExport(model, choice, signal)) {
      if (event.type === "progress") this.making = { model, choice, ...event };
      else if (event.type === "failed") throw new ApiError(event.problem);
      else return this.open();
    }
    throw unreachable(); // it broke off
  }

  stop(): void {
    this.#abort?.abort();
  }

  adopt(query: URLSearchParams): void {
    const { model, ...wish } = read(query);
    if (model === undefined) return;
    this.show(model, true);
    if (Object.keys(wish).length === 0) {
      this.#arriving = model;
      return;
    }
    this.choose(model, wish);
    this.linked = model;
  }

  toQuery(): URLSearchParams {
    const model = this.#last;
    return model === null ? new URLSearchParams() : write({ model, ...this.#wishes[model] });
  }
}

export const exporter = new Exporter();
route.serve("models", exporter);
