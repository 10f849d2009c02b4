// Exact or fast: in which precision the server computes what the page asks. Kept in the browser, and
// in the address as `?precision=int8`; a link without it is exact.

import { type ModelSummary, type Of, ApiError, isAbort, unreachable } from "../core/api/api";
import {
  entryOf,
  hasChoice,
  named,
  numbersOf,
  settled,
  type Numbers,
  type Precision,
} from "../core/models/precision";
import { search } from "./search.svelte";
import { server } from "./server.svelte";
import { place } from "./place.svelte";
import type { Problem } from "../core/api/events";
import { makeGraph, type Wanted } from "../core/models/exports";

const KEY = "shotglass.precision"; // in the browser's storage
const NAME = "precision"; // in the address

class PrecisionChoice {
  chosen = $state<Precision | null>(first()); // null: what the server does by itself

  /** How the server computes for the model in use. */
  readonly onServer = $derived<Numbers>(
    numbersOf(server.model, settled(server.model, this.chosen)),
  );

  /** How figures that are asked for now come about. */
  get numbers(): Numbers {
    return place.now === "browser" ? place.numbers : this.onServer;
  }

  /** The same for any model, which may not be the one in use. */
  numbersFor(model: ModelSummary): Numbers {
    if (place.engineOf(model.id) !== null) return place.numbers;
    return numbersOf(model, settled(model, this.chosen));
  }

  /** What a request says. */
  of(model: ModelSummary): Of {
    const precision = named(model, settled(model, this.chosen));
    return precision === undefined ? { model: model.id } : { model: model.id, precision };
  }

  /** The same for a model by its id. */
  ofId(id: string): Of {
    const model = server.models.find((model) => model.id === id);
    return model === undefined ? { model: id } : this.of(model);
  }

  /** Fast was chosen, and its graph is not made yet: until then figures are exact. */
  get wanting(): boolean {
    const { model } = server;
    const wish = this.chosen ?? model?.precision;
    return wish === "int8" && hasChoice(model) && entryOf(model, "int8")?.made === false;
  }

  choose(name: Precision): void {
    this.chosen = name;
    keep(name);
    this.write();
  }

  /** Another precision is in use where the address says another. */
  follow(): void {
    if (inAddress() !== (this.named === "int8")) this.chosen = inAddress() ? "int8" : "fp32";
  }

  /** What the address says for a link or a reload. */
  get named(): "int8" | null {
    return this.chosen === "int8" || this.onServer.as === "int8" ? "int8" : null;
  }

  write(): void {
    search.set(NAME, this.named);
  }
}

/** When the page opens: what the address says, and what was chosen before where it says nothing. */
function first(): Precision | null {
  if (inAddress()) return "int8";
  return location.hash.includes("?") ? "fp32" : stored();
}

function inAddress(): boolean {
  return search.get(NAME) === "int8";
}

// Storage may be forbidden; a choice then lasts as long as the page.

function stored(): Precision | null {
  try {
    return localStorage.getItem(KEY) === "int8" ? "int8" : null;
  } catch {
    return null;
  }
}

function keep(name: Precision): void {
  try {
    if (name === "int8") localStorage.setItem(KEY, name);
    else localStorage.removeItem(KEY);
  } catch {
    return;
  }
}

export const precision = new PrecisionChoice();

// The graph that is being made on the server, and why the last one was not.

interface Copy {
  model: string; // its id
  precision: Wanted;
}

class Making {
  now = $state.raw<(Copy & { text: string; share: number }) | null>(null);
  refused = $state.raw<(Copy & { problem: Problem }) | null>(null);
  #abort: AbortController | null = null;

  isOf(model: string, precision: Wanted): boolean {
    return this.now?.model === model && this.now.precision === precision;
  }

  problemOf(model: string, precision: Wanted): Problem | null {
    const { refused } = this;
    return refused?.model === model && refused.precision === precision ? refused.problem : null;
  }

  /** Makes it and follows how far it is, one at a time; true where it is there then. */
  async make(model: string, precision: Wanted): Promise<boolean> {
    if (this.now !== null) return false;
    const abort = new AbortController();
    this.#abort = abort;
    this.refused = null;
    this.now = { model, precision, text: "", share: 0 };
    try {
      await this.#follow({ model, precision }, abort.signal);
      return true;
    } catch (error) {
      if (isAbort(error)) return false;
      const problem = error instanceof ApiError ? error.problem : unreachable().problem;
      this.refused = { model, precision, problem };
      return false;
    } finally {
      this.now = null;
    }
  }

  async #follow({ model, precision }: Copy, signal: AbortSignal): Promise<void> {
    for await (const event of makeGraph(model, precision, signal)) {
      if (event.type === "progress") this.now = { model, precision, ...event };
      else if (event.type === "failed") throw new ApiError(event.problem);
      else return server.replace(event.model);
    }
    throw unreachable(); // it broke off
  }

  stop(): void {
    this.#abort?.abort();
  }

  /** Out of sight: the next time it is asked for, it is a new try. */
  forget(): void {
    this.refused = null;
  }
}

export const making = new Making();
