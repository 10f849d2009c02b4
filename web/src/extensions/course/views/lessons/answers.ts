// What lessons' figures stand on: recorded where it was recorded, else asked of the model.

import { compare, explain, logits, tokenize, vocabulary, type Of } from "../../../../core/api/api";
import type { Piece, RunEvent, ScoreEvent } from "../../../../core/api/events";
import { laneOf } from "./galleryLane";
import opening from "../../../../gallery/opening.json";
import { computedAs, type Numbers } from "../../../../core/models/precision";
import { render, stopsOf, type Lane, type Prompt } from "../../../../core/prompting/render";
import {
  recordedLane,
  recordedLogits,
  recordedTexts,
  recordings,
  type RecordingHead,
  type Surprisals,
} from "../../../../core/recordings/recordings";
import { Vocabulary } from "../../../../core/text/tokens";
import { server } from "../../../../state/server.svelte";
import { place } from "../../../../state/place.svelte";
import { precision } from "../../../../state/precision.svelte";

/** Something that was recorded, or asked of the model just now (`head` is null then). */
export interface Answer<T> {
  value: T;
  head: RecordingHead | null;
}

/** How what was told came about. */
export function numbersOf(head: RecordingHead | null): Numbers {
  return head === null ? precision.onServer : { as: computedAs(head.precision), off: null };
}

export interface LaneAnswer {
  score: ScoreEvent;
  text: string;
}

/** There is neither a recording nor a model to ask. */
export class NoModel extends Error {}

/** A gallery lane's score and sample. Throws NoModel, ApiError. */
export function laneAnswer(task: string, set: string, k: number): Promise<Answer<LaneAnswer>> {
  return laneAnswerOf(laneOf(task, set, k));
}

/** The same of any prompt and lane. */
export async function laneAnswerOf(
  { prompt, lane }: { prompt: Prompt; lane: Lane },
  signal?: AbortSignal,
): Promise<Answer<LaneAnswer>> {
  const settings = recordings.head?.settings ?? opening.settings;
  const labels = prompt.labels.map(({ text }) => text);
  const question = { prompt: render(prompt, lane).text, labels, stops: stopsOf(prompt), settings };
  const events = await recordedLane(question).catch(() => null);
  if (events !== null) return { value: readLane(events), head: recordings.head };
  const { shot_set, ...rest } = lane;
  const lanes = [shot_set === null ? rest : { ...rest, shot_set }];
  const message: RunEvent[] = [];
  for await (const event of compare({ ...modelToAsk(), prompt, lanes, settings }, signal))
    message.push(event);
  return { value: readLane(message), head: null };
}

/** All logits after a text, and the texts of the likeliest tokens. Throws NoModel, ApiError. */
export async function logitsAnswer(
  text: string,
  signal?: AbortSignal,
): Promise<Answer<{ logits: Float32Array; words: Vocabulary }>> {
  const result = await recordedLogits(text).catch(() => null);
  if (result !== null) {
    const words = new Vocabulary(await recordedTexts(text));
    return { value: { logits: result.logits, words }, head: result.head };
  }
  const [whole, texts] = await Promise.all([
    logits(modelToAsk(), text, signal),
    vocabulary(modelToAsk().model),
  ]);
  return { value: { logits: whole, words: new Vocabulary(texts) }, head: null };
}

/** How surprising each token of a text is, to the model that was recorded with it, else to the one
 *  in use. Throws NoModel, ApiError. */
export async function surprisalsAnswer(
  text: string,
  signal: AbortSignal,
): Promise<Answer<Surprisals>> {
  const [known] = recordings.measured(text);
  return surprisalsTo(known?.model ?? modelToAsk().model, text, signal);
}

/** The same to one model, recorded or asked. Throws NoModel where it is neither, ApiError. */
export async function surprisalsTo(
  model: string,
  text: string,
  signal: AbortSignal,
): Promise<Answer<Surprisals>> {
  const head = recordings.measured(text).find((known) => known.model === model) ?? null;
  const result = await recordings.surprisals(text, model).catch(() => null);
  if (result !== null) return { value: result, head };
  if (!canAsk(model)) throw new NoModel();
  const { tokens, surprisals } = (await explain({ model, prompt: text }, signal)).header;
  return { value: { tokens, surprisals: surprisals ?? [] }, head: null };
}

/** How the model that was recorded with a text cuts it, else the one in use. Throws NoModel, ApiError. */
export async function tokensAnswer(
  text: string,
  signal: AbortSignal,
): Promise<Answer<readonly Piece[]>> {
  const [known] = recordings.measured(text);
  const recorded = known && (await recordings.surprisals(text, known.model).catch(() => null));
  if (known && recorded) return { value: recorded.tokens, head: known };
  const { model } = modelToAsk();
  const engine = place.engineOf(model);
  const pieces = engine === null ? tokenize(model, text, signal) : engine.pieces(text, signal);
  return { value: await pieces, head: null };
}

/** Whether the server can be asked what goes on inside a model. */
export function canAsk(model: string): boolean {
  return server.status === "ready" && !server.away && server.models.some(({ id }) => id === model);
}

/** The texts of all tokens of the recorded model: of itself where it is ready, else recorded; null
 * where they cannot be fetched. */
export async function allTexts(): Promise<Vocabulary | null> {
  const id = recordings.head?.model;
  const isHere = id !== undefined && !server.away && server.model?.id === id; // loaded or not
  const texts = await (isHere ? vocabulary(id) : recordings.tokens()).catch(() => null);
  return texts === null ? null : new Vocabulary(texts);
}

function readLane(events: readonly RunEvent[]): LaneAnswer {
  const score = events.find((event) => event.type === "score");
  const done = events.find((event) => event.type === "done");
  const failed = events.find((event) => event.type === "failed");
  if (score === undefined || failed !== undefined) {
    throw new Error(failed?.problem.detail ?? "The run said nothing.");
  }
  return { score, text: done?.text ?? "" };
}

/** The model to ask, in the precision that is chosen. Throws NoModel. */
export function modelToAsk(): Of {
  if (server.status !== "ready" || server.model === null) throw new NoModel();
  return precision.of(server.model);
}
