// Which lesson is open, and what its figure needs: recorded where it was recorded, else asked.

import { MOST_TEXT, read, write } from "./address";
import { beam, compare, explain, logits, vocabulary, type Of } from "../../core/api/api";
import { beamTree, type Placed } from "../../ui/figures/decoding/beamTree";
import type { BeamResult, RunEvent, ScoreEvent, SearchEvent } from "../../core/api/events";
import { parseExplain, type Explained } from "../../core/api/explain";
import { BEAMS, FIRST_SENTENCE, laneOf, LESSONS, searchOf, textOf, type LessonId } from "./lessons";
import opening from "../../gallery/opening.json";
import { computedAs, type Numbers } from "../../core/models/precision";
import { render, stopsOf } from "../../core/prompting/render";
import {
  recordedBeam,
  recordedExplain,
  recordedLane,
  recordedLogits,
  recordedTexts,
  recordings,
  type RecordingHead,
} from "../../core/recordings/recordings";
import { Vocabulary } from "../../core/text/tokens";
import { server } from "../../state/server.svelte";
import { precision } from "../precision/state.svelte";
import { route } from "../../state/route.svelte";

class Lessons {
  lesson = $state<LessonId>(LESSONS[0]);
  text = $state(FIRST_SENTENCE);
  held = $state(false); // from a link: the model is asked when a person says so

  write(text: string): void {
    this.text = text.slice(0, MOST_TEXT);
    this.held = false;
  }

  adopt(query: URLSearchParams): void {
    const { lesson, text } = read(query);
    this.lesson = lesson ?? this.lesson;
    if (text === undefined || text === this.text) return;
    this.text = text;
    this.held = true;
  }

  toQuery(): URLSearchParams {
    return write({ lesson: this.lesson, text: this.text });
  }
}

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
export async function laneAnswer(
  task: string,
  set: string,
  k: number,
): Promise<Answer<LaneAnswer>> {
  const { prompt, lane } = laneOf(task, set, k);
  const settings = recordings.head?.settings ?? opening.settings;
  const labels = prompt.labels.map(({ text }) => text);
  const question = { prompt: render(prompt, lane).text, labels, stops: stopsOf(prompt), settings };
  const events = await recordedLane(question).catch(() => null);
  if (events !== null) return { value: readLane(events), head: recordings.head };
  const { shot_set, ...rest } = lane;
  const lanes = [shot_set === null ? rest : { ...rest, shot_set }];
  const said: RunEvent[] = [];
  for await (const event of compare({ ...of(), prompt, lanes, settings })) said.push(event);
  return { value: readLane(said), head: null };
}

/** All logits after a gallery prompt, and the texts of the likeliest tokens. Throws NoModel. */
export async function logitsAnswer(
  task: string,
  set: string,
  k: number,
): Promise<Answer<{ logits: Float32Array; words: Vocabulary }>> {
  const text = textOf(task, set, k);
  const found = await recordedLogits(text).catch(() => null);
  if (found !== null) {
    const words = new Vocabulary(await recordedTexts(text));
    return { value: { logits: found.logits, words }, head: found.head };
  }
  const [whole, texts] = await Promise.all([logits(of(), text), vocabulary(of().model)]);
  return { value: { logits: whole, words: new Vocabulary(texts) }, head: null };
}

/** How surprising each token of a text is. Throws NoModel, ApiError. */
export async function surprisalsAnswer(
  text: string,
  signal: AbortSignal,
): Promise<Answer<Explained["header"]>> {
  const found = await recordedExplain(text).catch(() => null);
  if (found !== null) return { value: parseExplain(found.bytes).header, head: found.head };
  return { value: (await explain({ model: of().model, prompt: text }, signal)).header, head: null };
}

export interface SearchAnswer {
  tree: Placed[];
  best: BeamResult;
}

/** A beam search after the lesson's text. Throws NoModel, ApiError. */
export async function beamAnswer(width: number): Promise<Answer<SearchAnswer>> {
  const settings = searchOf(width);
  const found = await recordedBeam(BEAMS.text, settings).catch(() => null);
  if (found !== null) return { value: readSearch(found.events), head: found.head };
  const asked = { ...of(), prompt: BEAMS.text, continuation: [], settings };
  const said: SearchEvent[] = [];
  for await (const event of beam(asked)) said.push(event);
  return { value: readSearch(said), head: null };
}

/** The texts of all tokens of the recorded model, where it is ready; null where it is not. */
export async function allTexts(): Promise<Vocabulary | null> {
  const id = recordings.head?.model;
  if (id === undefined || server.status !== "ready" || server.model?.id !== id) return null;
  return vocabulary(id).then(
    (texts) => new Vocabulary(texts),
    () => null,
  );
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

function readSearch(events: readonly SearchEvent[]): SearchAnswer {
  const results = events.find((event) => event.type === "found")?.results ?? [];
  const nodes = events.flatMap((event) => (event.type === "beam" ? event.nodes : []));
  const [best] = results;
  if (best === undefined) throw new Error("The search said nothing.");
  return { tree: beamTree(nodes, results), best };
}

function of(): Of {
  if (server.status !== "ready" || server.model === null) throw new NoModel();
  return precision.of(server.model);
}

export const lessons = new Lessons();
route.serve("lessons", lessons);
