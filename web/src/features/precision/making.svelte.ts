// The graph that is being made on the server, and why the last one was not.

import { ApiError, isAbort, unreachable } from "../../core/api/api";
import type { Problem } from "../../core/api/events";
import { makeGraph, type Wanted } from "../../core/models/exports";
import { server } from "../../state/server.svelte";

interface Of {
  model: string; // its id
  precision: Wanted;
}

class Making {
  now = $state.raw<(Of & { text: string; share: number }) | null>(null);
  refused = $state.raw<(Of & { problem: Problem }) | null>(null);
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

  async #follow({ model, precision }: Of, signal: AbortSignal): Promise<void> {
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
