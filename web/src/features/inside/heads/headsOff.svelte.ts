// What the answer becomes with heads switched off: asked for once for each text and set of heads.

import { ApiError, isAbort, score } from "../../../core/api/api";
import type { Problem, ScoreEvent } from "../../../core/api/events";
import type { Head } from "../../../core/address/inside";
import type { SavedHeadsOff } from "../../../core/runFile/runs";
import type { RunComparison } from "../../../core/runFile/sameness";

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
  opened = $state.raw<readonly Head[] | null>(null); // that a run from a file has switched off
  #of = $state.raw<Omit<Trial, "labels"> | null>(null); // the result
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

  /** What a run in a file holds of the heads that are off; nothing where that was not read yet. */
  save(model: string, off: readonly Head[]): { heads_off?: SavedHeadsOff } {
    const { result } = this;
    const prompt = this.#of?.prompt;
    if (result === null || prompt === undefined || this.#of?.model !== model) return {};
    if (off.length === 0 || JSON.stringify(result.heads) !== JSON.stringify(off)) return {};
    const { heads, before, after } = result;
    return { heads_off: { prompt, heads, before: bare(before), after: bare(after) } };
  }

  /** `off`: what its address has switched off, of which nothing is asked by itself. */
  open(model: string, off: readonly Head[], saved: SavedHeadsOff | null): void {
    [this.opened, this.problem, this.result] = [off, null, saved];
    this.#of = saved && { model, prompt: saved.prompt, heads: saved.heads };
  }

  close(): void {
    [this.opened, this.result, this.#of] = [null, null, null];
  }

  /** The answers of a run, with all heads and without those that were off, then and now. */
  async compareAgain(
    comparison: RunComparison,
    model: string,
    saved: SavedHeadsOff,
  ): Promise<void> {
    const { prompt } = saved;
    const labels = saved.before.labels.map(({ text }) => text);
    for (const name of ["before", "after"] as const) {
      const heads = name === "after" ? saved.heads : [];
      const question = { model, prompt, labels, heads };
      const now = await this.#scored(question, new AbortController().signal);
      comparison.compare(`results.heads_off.${name}`, saved[name], now);
    }
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

/** Without the prompt's tokens, which the answer has beside the score. */
function bare(answer: ScoreEvent): ScoreEvent {
  const named = Object.entries(answer).filter(([name]) => name !== "tokens");
  return Object.fromEntries(named) as unknown as ScoreEvent;
}

export const headsOff = new HeadsOff();
