// Reasoning lanes in the browser: the model reasons first, n times, and is read out after each. The
// twin of backend/shotglass/engine/tasks/reasoning.py.

import type { RunEvent, ScoreEvent } from "../core/api/events";
import { Prediction } from "../core/decoding/distribution";
import { type EncodedLabels, encodeLabels, longest } from "./text/labels";
import type { Model } from "./model";
import { meanScore, scoreEvent } from "./readout";
import { problemOf, Refusal } from "./refusal";
import { Row, type Writing } from "./row";
import { type Plan, startEvent, type TokenCount, write } from "./laneEvents";

export interface Reasoning {
  delimiter: string;
  labels: readonly string[];
  settings: Writing;
}

/** A sampled reasoning with what it is read out by. */
interface Thought {
  row: Row;
  ids: number[]; // of the prompt, the reasoning and the delimiter as one text
  labels: EncodedLabels;
}

/** For the longest reasoning and the longest answer. Throws Refusal before anything is sampled. */
export function requireReasoningRoom(model: Model, prompt: string, reasoning: Reasoning): void {
  const text = prompt + reasoning.delimiter;
  const most = reasoning.settings.max_tokens;
  const ids = model.encode(text);
  const labels = encodeLabels(model.tokenizer, text, reasoning.labels, "/prompt/labels");
  model.requireRoom(ids, most + Math.max(most, longest(labels)));
}

/** The events of the lanes, without the last. The answer after a reasoning is greedy. */
export async function* reason(
  model: Model,
  plans: readonly Plan[],
  reasoning: Reasoning,
  signal: AbortSignal,
  count: TokenCount,
): AsyncGenerator<RunEvent> {
  const { settings } = reasoning;
  for (const plan of plans) yield startEvent(model, plan, settings.n);
  const rows = await thinking(model, plans, reasoning, signal, count);
  for await (const event of write(rows, signal, count)) if (event.type !== "done") yield event;
  for (const plan of plans) {
    const own = rows.filter((row) => row.lane === plan.lane);
    yield* readOut(model, plan, own, reasoning, signal, count);
  }
}

/** The samples of every lane, to be written up to the words that end a reasoning. */
async function thinking(
  model: Model,
  plans: readonly Plan[],
  { settings, delimiter }: Reasoning,
  signal: AbortSignal,
  count: TokenCount,
): Promise<Row[]> {
  const sampling = { ...settings, stop: [delimiter] };
  const rows: Row[] = [];
  for (const { lane, ids } of plans) {
    const after = await read(model, ids, signal, count);
    for (let sample = 0; sample < settings.n; sample++) {
      rows.push(new Row(lane, sample, model, ids, after.cache, after.prediction, sampling));
    }
  }
  return rows;
}

async function read(model: Model, ids: readonly number[], signal: AbortSignal, count: TokenCount) {
  const reading = await model.read(ids, signal);
  count.prompt += ids.length;
  count.computed += reading.computed;
  return { ...reading, prediction: new Prediction(reading.logits) };
}

/** Each sample's score, their mean, and each one's answer. */
async function* readOut(
  model: Model,
  { lane, text }: Plan,
  rows: readonly Row[],
  reasoning: Reasoning,
  signal: AbortSignal,
  count: TokenCount,
): AsyncGenerator<RunEvent> {
  let thoughts: Thought[];
  try {
    thoughts = rows.map((row) => thought(model, text, row, reasoning));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    yield { type: "failed", lane, problem: problemOf(error) };
    return;
  }
  const scores: ScoreEvent[] = [];
  const predictions: Prediction[] = [];
  const answers: Row[] = [];
  const answering = { ...reasoning.settings, temperature: 0, n: 1 };
  for (const { row, ids, labels } of thoughts) {
    const reading = await read(model, ids, signal, count);
    const logprobs = await model.labelLogprobs(reading, reading.prediction, labels, signal);
    const score = scoreEvent(lane, labels, logprobs, reading.prediction, model.textOf);
    const forced = row.ended !== "stop_text";
    scores.push({ ...score, sample: row.sample, reasoning: row.text, forced });
    predictions.push(reading.prediction);
    yield scores.at(-1) as ScoreEvent;
    answers.push(
      new Row(lane, row.sample, model, ids, reading.cache, reading.prediction, answering),
    );
  }
  if (reasoning.labels.length > 0) yield meanScore(scores, predictions, model.textOf);
  yield* counted(write(answers, signal, count), rows);
}

/** Read as a new text, so that it equals the score of that text. Throws Refusal. */
function thought(model: Model, prompt: string, row: Row, reasoning: Reasoning): Thought {
  const text = prompt + row.text + reasoning.delimiter;
  const ids = model.encode(text);
  const labels = encodeLabels(model.tokenizer, text, reasoning.labels, "/prompt/labels");
  model.requireRoom(ids, Math.max(reasoning.settings.max_tokens, longest(labels)));
  return { row, ids, labels };
}

/** The answers' tokens counted on from the reasonings'. */
async function* counted(
  events: AsyncGenerator<RunEvent>,
  rows: readonly Row[],
): AsyncGenerator<RunEvent> {
  const before = (sample: number) => rows.find((row) => row.sample === sample)?.tokens ?? 0;
  for await (const event of events) {
    if (event.type === "token") yield { ...event, index: event.index + before(event.sample) };
    else if (event.type === "done") yield { ...event, tokens: event.tokens + before(event.sample) };
    else yield event;
  }
}
