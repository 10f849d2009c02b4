// A run of lanes in the browser as the events that the server would send: all prompts are read and
// scored first, then all samples are written token by token in turn.

import type { EndEvent, Piece, RunEvent, StartEvent, ScoreEvent } from "../core/api/events";
import { Prediction } from "../core/decoding/distribution";
import type { Span } from "../core/prompting/render";
import { type EncodedLabels, encodeLabels, longest } from "./text/labels";
import type { Model } from "./model";
import { scoreEvent } from "./readout";
import { Row, type Writing } from "./row";
import type { GenerateRequest, NextLogits, PromptInput } from "../core/api/api";

/** A lane that is ready to run; `labels` null: none are scored. */
export interface Plan {
  lane: string;
  text: string;
  given?: PromptInput; // what the text was made of, where that is not the text itself
  ids: readonly number[];
  spans: readonly Span[];
  labels: EncodedLabels | null;
}

/** What a run has cost so far, for the event that closes it. */
export class TokenCount {
  prompt = 0;
  computed = 0;
  generated = 0;
  #first = 0;
  readonly #began = performance.now();

  token(): void {
    this.generated += 1;
    this.#first ||= performance.now() - this.#began;
  }

  end(): EndEvent {
    return {
      ...{ type: "end", lane: "", prompt_tokens: this.prompt },
      ...{ computed_prompt_tokens: this.computed, generated_tokens: this.generated },
      ...{ first_token_ms: this.#first, total_ms: performance.now() - this.#began },
    };
  }
}

export function startEvent(model: Model, plan: Plan, samples: number): StartEvent {
  const { lane, text, given = text } = plan;
  const spans = plan.spans.map((span) => ({ ...span }));
  const pieces = model.prompts.pieces(given);
  const tokens = pieces.map((piece) => ({ ...piece, part: partOf(piece, spans) }));
  return {
    ...{ type: "start", lane, model: model.id, prompt: text, spans, tokens },
    ...{ context: model.context, samples },
  };
}

/** The events of the lanes, without the last. Rejects with the signal's reason. */
export async function* follow(
  model: Model,
  plans: readonly Plan[],
  settings: Writing,
  signal: AbortSignal,
  count: TokenCount,
): AsyncGenerator<RunEvent> {
  for (const plan of plans) yield startEvent(model, plan, settings.n);
  const rows: Row[] = [];
  for (const { lane, ids, labels } of plans) {
    const reading = await model.read(ids, signal);
    count.prompt += ids.length;
    count.computed += reading.computed;
    const after = new Prediction(reading.logits);
    if (labels !== null && labels.texts.length > 0) {
      const logprobs = await model.labelLogprobs(reading, after, labels, signal);
      yield scoreEvent(lane, labels, logprobs, after, model.textOf);
    }
    for (let sample = 0; sample < settings.n; sample++) {
      rows.push(new Row(lane, sample, model, ids, reading.cache, after, settings));
    }
  }
  yield* write(rows, signal, count);
}

/** All samples token by token in turn, each until it ends. */
export async function* write(
  rows: readonly Row[],
  signal: AbortSignal,
  count: TokenCount,
): AsyncGenerator<RunEvent> {
  const going = (some: readonly Row[]) => some.filter((row) => row.ended === null);
  try {
    for (let active = rows; active.length > 0; active = going(active)) {
      for (const row of active) {
        signal.throwIfAborted();
        if (row.tokens > 0) await row.advance();
        count.token();
        yield row.take();
        if (row.ended !== null) yield row.done();
      }
    }
  } finally {
    for (const row of rows) row.free();
  }
}

/** The span that holds a token's first code point; none for a start token. */
function partOf(
  { start, special }: Piece,
  spans: readonly { start: number; end: number }[],
): number | null {
  if (special) return null;
  const index = spans.findIndex((span) => span.start <= start && start < span.end);
  return index < 0 ? null : index;
}

// What else is asked of a model that runs here: a text continued, a score, a whole distribution.

export async function* generate(
  model: Model,
  { prompt, settings }: GenerateRequest,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  const ids = model.encode(prompt);
  model.requireRoom(ids, settings.max_tokens);
  const text = typeof prompt === "string" ? prompt : model.tokenizer.decode(prompt);
  const plan = { lane: "", text, given: prompt, ids, spans: [], labels: null };
  const count = new TokenCount();
  yield* follow(model, [plan], settings, signal, count);
  yield count.end();
}

export async function score(
  model: Model,
  prompt: string,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<ScoreEvent> {
  const ids = model.encode(prompt);
  const labels = encodeLabels(model.tokenizer, prompt, texts);
  model.requireRoom(ids, Math.max(1, longest(labels)));
  const reading = await model.read(ids, signal);
  const after = new Prediction(reading.logits);
  const logprobs = await model.labelLogprobs(reading, after, labels, signal);
  return scoreEvent("", labels, logprobs, after, model.textOf);
}

/** The whole distribution after a prompt and the tokens of `continuation`, taken one at a time. */
export async function nextLogits(
  model: Model,
  prompt: PromptInput,
  continuation: readonly number[],
  signal: AbortSignal,
): Promise<NextLogits> {
  const ids = model.encode(prompt);
  model.requireTokens(continuation, "/continuation");
  model.requireRoom(ids, continuation.length);
  const read = await model.read(ids, signal);
  let { logits, cache } = read;
  const logprobs: number[] = [];
  for (const id of continuation) {
    signal.throwIfAborted();
    logprobs.push(new Prediction(logits).logprob(id));
    const next = await model.session.run(cache, [id], [0]);
    if (cache !== read.cache) model.session.caches.free(cache);
    [logits, cache] = [next.logits[0] ?? logits, next.cache];
  }
  return { logits, prompt: ids, logprobs };
}
