// How likely the model's next token still is with each word of the prompt taken out in turn.

import { ApiError, isAbort, type ModelSummary, type Of } from "../../../core/api/api";
import type { Problem } from "../../../core/api/events";
import { DEFAULTS } from "../../../core/decoding/settings";
import type { Numbers } from "../../../core/models/precision";
import { without, wordsOf, type Word } from "../../../core/text/occlusion";
import { forkBlock } from "../../../core/text/tokens";
import { generate, logprobs } from "../../../state/asking";
import { precision } from "../../../state/precision.svelte";

export const MOST = 64; // words

export interface Occluded {
  text: string;
  of: Of;
  model: string; // its name
  numbers: Numbers;
  answer: string; // the token that is likeliest after the whole text
  whole: number; // its probability there
  words: readonly (Word & { p: number })[]; // and with each word taken out
}

class Occlusion {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  done = $state.raw<Occluded | null>(null);
  ends = $state(false); // the likeliest token is no text
  #abort = new AbortController();

  async ask(model: ModelSummary, text: string): Promise<void> {
    this.stop();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    [this.problem, this.done, this.ends, this.busy] = [null, null, false, true];
    const [of, numbers] = [precision.of(model), precision.numbersFor(model)];
    try {
      const answer = await likeliest(of, text, signal);
      if (answer === null) this.ends = !signal.aborted;
      else
        this.done = { of, numbers, model: model.name, ...(await each(of, text, answer, signal)) };
    } catch (error) {
      if (!isAbort(error)) {
        if (!(error instanceof ApiError)) throw error;
        this.problem = error.problem;
      }
    } finally {
      if (!signal.aborted) this.busy = false;
    }
  }

  stop(): void {
    this.#abort.abort();
    this.busy = false;
  }
}

/** The likeliest token's text; null where it is none that can be scored. */
async function likeliest(of: Of, prompt: string, signal: AbortSignal): Promise<string | null> {
  const settings = { ...DEFAULTS, temperature: 0, n: 1, max_tokens: 1, stop: [] };
  for await (const event of generate({ ...of, prompt, settings }, signal)) {
    if (event.type !== "token") continue;
    const [first] = event.distribution.alternatives;
    return first !== undefined && forkBlock(first, -1, []) === null ? first.text : null;
  }
  return null;
}

async function each(of: Of, text: string, answer: string, signal: AbortSignal) {
  const words = wordsOf(text);
  const prompts = [text, ...words.map((word) => without(text, word))];
  const logs = await logprobs(of, prompts, answer, signal);
  const [whole = NaN, ...left] = logs.map(Math.exp);
  return { text, answer, whole, words: words.map((word, i) => ({ ...word, p: left[i] ?? NaN })) };
}

export const occlusion = new Occlusion();
