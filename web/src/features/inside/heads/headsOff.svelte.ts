// What the answer becomes with heads switched off: asked for once for each text and set of heads.

import { ablate, ApiError, isAbort } from "../../../core/api/api";
import type { Ablated } from "../../../core/api/api.gen";
import type { Problem } from "../../../core/api/events";
import type { Head } from "../../../core/address/inside";

/** What is asked: a prompt and the answers whose probabilities it is read at. */
export interface Trial {
  model: string;
  prompt: string;
  labels: string[];
  heads: Head[];
}

class HeadsOff {
  result = $state.raw<Ablated | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  #of = $state.raw<Trial | null>(null); // the result
  readonly #stored = new Map<string, Ablated>();

  /** Whether the result is of this text and model, with whatever heads. */
  isOf({ model, prompt }: Trial): boolean {
    return this.#of?.model === model && this.#of.prompt === prompt;
  }

  async ask(question: Trial, stop: AbortSignal): Promise<void> {
    const key = JSON.stringify(question);
    this.problem = null;
    this.busy = true;
    try {
      const result = this.#stored.get(key) ?? (await ablate(question, stop));
      this.#stored.set(key, result);
      this.result = result;
      this.#of = question;
    } catch (error) {
      if (isAbort(error)) return; // the next question has begun
      if (!(error instanceof ApiError)) throw error;
      this.problem = error.problem;
    }
    this.busy = false;
  }
}

export const headsOff = new HeadsOff();
