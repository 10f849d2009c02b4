// A text with gaps, filled by a masked model, beside what the model in use would write there after
// the left side alone.

import { ApiError, fill, isAbort, type ModelSummary, type Of } from "../../../core/api/api";
import type * as api from "../../../core/api/api.gen";
import type { Problem } from "../../../core/api/events";
import { byText, gapsIn, leftOf } from "../../../core/text/gaps";
import type { Numbers } from "../../../core/models/precision";
import { server } from "../../../state/server.svelte";
import { nextLogits, vocabulary } from "../../../state/asking";
import { runFiles } from "../../../state/runFile/runFiles.svelte";
import { place } from "../../../state/place.svelte";
import { precision } from "../../../state/precision.svelte";
import { NO_FILTER, probabilities } from "../beside/nextTokens";

const TOP = 100; // tokens of each gap: the most that are answered
export const MOST_COMPARED = 8; // gaps at which the model in use is asked too

/** What the model in use would write after `left`: the probability of each token's text. */
export interface LeftOnly {
  left: string;
  next: ReadonlyMap<string, number>;
}

export interface FilledText {
  id: string; // the model that filled it
  masked: string; // its name
  causal: { id: string; name: string; numbers: Numbers } | null; // the model in use
  filled: api.Filled;
}

export class Filling {
  masked = $state<string | null>(null); // the id of the model that fills; null: the first there is
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  done = $state.raw<FilledText | null>(null);
  beside = $state.raw<readonly LeftOnly[]>([]); // by gap, of the first ones
  besideProblem = $state.raw<Problem | null>(null);
  #abort = new AbortController();

  /** Those that are installed. */
  get models(): ModelSummary[] {
    return server.models.filter(({ task }) => task === "masked-lm");
  }

  get model(): ModelSummary | null {
    return this.models.find(({ id }) => id === this.masked) ?? this.models[0] ?? null;
  }

  isAble(text: string): boolean {
    return this.model !== null && gapsIn(text) > 0;
  }

  async run(text: string): Promise<void> {
    const { model } = this;
    if (model === null) return;
    this.stop();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    [this.problem, this.besideProblem, this.beside, this.busy] = [null, null, [], true];
    if (runFiles.isShown) runFiles.leave();
    const causal = place.ready ? server.model : null;
    try {
      const filled = await fill(model.id, text, TOP, signal);
      const numbers = causal && precision.numbersFor(causal);
      const other = causal && numbers && { id: causal.id, name: causal.name, numbers };
      this.done = { id: model.id, masked: model.name, causal: other, filled };
      if (causal !== null) await this.#compare(causal, filled, signal);
    } catch (error) {
      if (!isAbort(error)) this.problem = problemOf(error);
    } finally {
      if (!signal.aborted) this.busy = false;
    }
  }

  stop(): void {
    this.#abort.abort();
    this.busy = false;
  }

  /** Gap by gap; a gap before it holds the token that the masked model finds likeliest. */
  async #compare(causal: ModelSummary, filled: api.Filled, signal: AbortSignal): Promise<void> {
    const tokens = filled.gaps.map((gap) => gap.distribution.alternatives[0]?.text ?? "");
    try {
      const texts = await vocabulary(causal.id, signal);
      for (let index = 0; index < Math.min(tokens.length, MOST_COMPARED); index += 1) {
        const left = leftOf(filled.text, index, tokens);
        const next = await leftOnly(precision.of(causal), left, texts, signal);
        this.beside = [...this.beside, { left, next }];
      }
    } catch (error) {
      if (isAbort(error)) throw error;
      this.besideProblem = problemOf(error);
    }
  }
}

/** The probability of each token's text after `left`; `texts`: of the model's vocabulary. */
export async function leftOnly(
  of: Of,
  left: string,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const { logits } = await nextLogits(of, left, [], signal);
  return byText(probabilities(logits, NO_FILTER), texts);
}

function problemOf(error: unknown): Problem {
  if (!(error instanceof ApiError)) throw error;
  return error.problem;
}
