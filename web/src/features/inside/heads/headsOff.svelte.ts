// What the answer becomes with heads switched off: asked for once for each text and set of heads.

import { ApiError, isAbort, score } from "../../../core/api/api";
import type { Problem, ScoreEvent } from "../../../core/api/events";
import type { Head } from "../../../core/address/inside";

/** What is asked: a prompt and the answers whose probabilities it is read at. */
export interface Trial {
  model: string;
  prompt: string;
  labels: string[];
  heads: Head[];
}

/** What the answers are with all heads, and where `heads` give nothing at any token. */
export interface Ablated {
  heads: Head[];
  before: ScoreEvent;
  after: ScoreEvent;
}

class HeadsOff {
  result = $state.raw<Ablated | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  #of = $state.raw<Trial | null>(null); // the result
  readonly #stored = new Map<string, ScoreEvent>();

  /** Whether the result is of this text and model, with whatever heads. */
  isOf({ model, prompt }: Trial): boolean {
    return this.#of?.model === model && this.#of.prompt === prompt;
  }

  async ask(question: Trial, stop: AbortSignal): Promise<void> {
    this.problem = null;
    this.busy = true;
    try {
      const before = await this.#scored({ ...question, heads: [] }, stop);
      const after = await this.#scored(question, stop);
      this.result = { heads: question.heads, before, after };
      this.#of = question;
    } catch (error) {
      if (isAbort(error)) return; // the next question has begun
      if (!(error instanceof ApiError)) throw error;
      this.problem = error.problem;
    }
    this.busy = false;
  }

  /** Both are read by the same graph, so that nothing but the heads differs. */
  async #scored({ model, prompt, labels, heads }: Trial, stop: AbortSignal): Promise<ScoreEvent> {
    const key = JSON.stringify([model, prompt, labels, heads]);
    const off = heads.map((head) => ({ kind: "head" as const, ...head }));
    const answer = this.#stored.get(key) ?? (await score({ model }, prompt, labels, stop, off));
    this.#stored.set(key, answer);
    return answer;
  }
}

export const headsOff = new HeadsOff();
