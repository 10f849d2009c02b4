// Runs of the real model recorded when the page was built: what they are of, and their data.
// A build without recordings works too: then there are none, and every answer here is null.

import type { Of, Settings } from "../api/api";
import type { BeamSettings } from "../decoding/settings";
import { computedAs, EXACT, type Numbers } from "../models/precision";
import type { Piece, RunEvent, SearchEvent } from "../api/events";
import type { Surprisal } from "../api/explain";
import { dataFiles } from "./dataFiles";

/** Which model was recorded, when, and with what. */
export interface RecordingHead {
  model: string; // its id
  name: string;
  digest: string; // sha256, hex, of the digests of graph, weights and tokenizer
  date: string; // 2026-11-24
  precision: string;
  engine: string; // names and versions
  settings: Settings; // of every recorded lane
}

/** What a lane was asked: the whole of it decides what it says. */
export interface LaneQuestion {
  prompt: string; // rendered
  labels: readonly string[];
  stops: readonly string[];
  settings: Settings;
}

interface LaneEntry {
  prompt: string;
  labels: string[];
  stops: string[];
  events: string; // the file they lie in; "" is the first screen's own
  logits: string; // the file of what follows the prompt
}

/** The tokens of a text and how surprising each of them is to one model. */
export interface Surprisals {
  tokens: Piece[];
  surprisals: (Surprisal | null)[];
}

/** The file the page comes with: the head, what there is, and the opening task's events. */
export interface FirstFile {
  head: RecordingHead;
  tokens?: string; // the file of the texts of all tokens, by id
  lanes: LaneEntry[];
  explains: { prompt: string; file: string }[];
  measured?: { prompt: string; head: RecordingHead; file: string }[]; // of several models
  beams?: { prompt: string; settings: BeamSettings; file: string }[];
  events: Record<string, RunEvent[]>; // by place in `lanes`
}

const result = Object.values(
  import.meta.glob<FirstFile>("../../recordings/first.json", { eager: true, import: "default" }),
);

/** The recordings with their index; takes the files so that tests can bring their own. */
export class Recordings {
  readonly head: RecordingHead | null;
  readonly #events = new Map<string, Promise<Record<string, RunEvent[]>>>();

  constructor(
    readonly first: FirstFile | null,
    readonly fetched: (file: string) => Promise<Response> = data,
  ) {
    this.head = first?.head ?? null;
  }

  /** Which model was recorded. */
  get of(): Of | null {
    return this.head === null ? null : { model: this.head.model };
  }

  /** How its figures were computed. */
  get numbers(): Numbers {
    return this.head === null ? EXACT : { as: computedAs(this.head.precision), off: null };
  }

  /** The events of a lane the page comes with, at once; null where they are to be fetched. */
  opening(question: LaneQuestion): RunEvent[] | null {
    const place = this.#place(question);
    return this.first?.events[place] ?? null;
  }

  has(question: LaneQuestion): boolean {
    return this.#place(question) >= 0;
  }

  async lane(question: LaneQuestion): Promise<RunEvent[] | null> {
    const place = this.#place(question);
    const entry = this.first?.lanes[place];
    if (this.first === null || entry === undefined) return null;
    const own = this.first.events[place];
    return own ?? (await this.#fetchedEvents(entry.events))[place] ?? null;
  }

  /** The tokens of a recorded lane's prompt. */
  async pieces(prompt: string): Promise<Piece[] | null> {
    const entry = this.first?.lanes.find((lane) => lane.prompt === prompt);
    if (entry === undefined || this.head === null) return null;
    const events = await this.lane({ ...entry, settings: this.head.settings });
    return events?.find((event) => event.type === "start")?.tokens ?? null;
  }

  async logits(prompt: string): Promise<Float32Array | null> {
    const entry = this.first?.lanes.find((lane) => lane.prompt === prompt);
    if (entry === undefined) return null;
    return stepsToLogits(await (await this.#file(entry.logits)).arrayBuffer());
  }

  /** The texts of the tokens that a recorded lane names after its prompt, by id. */
  async texts(prompt: string): Promise<Map<number, string>> {
    const lane = this.first?.lanes.find((item) => item.prompt === prompt);
    const events =
      lane && this.first && (await this.lane({ ...lane, settings: this.first.head.settings }));
    const shown = (events ?? []).flatMap((event) => {
      if (event.type === "score") return event.next.alternatives;
      return event.type === "token" ? event.distribution.alternatives : [];
    });
    return new Map(shown.map((item) => [item.id, item.text]));
  }

  /** The texts of all tokens of the recorded model, by id. */
  async tokens(): Promise<readonly string[] | null> {
    const file = this.first?.tokens;
    return file === undefined ? null : ((await (await this.#file(file)).json()) as string[]);
  }

  async explain(prompt: string): Promise<ArrayBuffer | null> {
    const entry = this.first?.explains.find((item) => item.prompt === prompt);
    return entry === undefined ? null : (await this.#file(entry.file)).arrayBuffer();
  }

  /** Which models' surprisals of a text were recorded. */
  measured(prompt: string): RecordingHead[] {
    return this.#measured(prompt).map(({ head }) => head);
  }

  async surprisals(prompt: string, model: string): Promise<Surprisals | null> {
    const entry = this.#measured(prompt).find(({ head }) => head.model === model);
    if (entry === undefined) return null;
    return (await this.#file(entry.file)).json() as Promise<Surprisals>;
  }

  #measured(prompt: string) {
    return (this.first?.measured ?? []).filter((item) => item.prompt === prompt);
  }

  async beam(prompt: string, settings: BeamSettings): Promise<SearchEvent[] | null> {
    const entry = this.first?.beams?.find(
      (item) => item.prompt === prompt && same(item.settings, settings),
    );
    if (entry === undefined) return null;
    return (await this.#file(entry.file)).json() as Promise<SearchEvent[]>;
  }

  #place({ prompt, labels, stops, settings }: LaneQuestion): number {
    if (this.first === null || !same(settings, this.first.head.settings)) return -1;
    return this.first.lanes.findIndex(
      (lane) => lane.prompt === prompt && equal(lane.labels, labels) && equal(lane.stops, stops),
    );
  }

  #file(file: string): Promise<Response> {
    dataFiles.add(file);
    return this.fetched(file);
  }

  #fetchedEvents(file: string): Promise<Record<string, RunEvent[]>> {
    dataFiles.add(file);
    const known = this.#events.get(file);
    if (known !== undefined) return known;
    const coming = this.fetched(file).then(
      (response) => response.json() as Promise<Record<string, RunEvent[]>>,
    );
    coming.catch(() => this.#events.delete(file)); // to be tried again
    this.#events.set(file, coming);
    return coming;
  }
}

export const recordings = new Recordings(result[0] ?? null);

/** The events of a lane as the server sent them, without the stream's end. */
export function recordedLane(question: LaneQuestion): Promise<RunEvent[] | null> {
  return recordings.lane(question);
}

/** The tokens of a recorded lane's prompt. */
export function recordedPieces(prompt: string): Promise<Piece[] | null> {
  return recordings.pieces(prompt);
}

/** Logits (V,) after a recorded lane's prompt. */
export async function recordedLogits(
  prompt: string,
): Promise<{ logits: Float32Array; head: RecordingHead } | null> {
  const logits = await recordings.logits(prompt);
  return logits === null || recordings.head === null ? null : { logits, head: recordings.head };
}

/** The texts of the likeliest tokens after a recorded lane's prompt, by id. */
export function recordedTexts(prompt: string): Promise<Map<number, string>> {
  return recordings.texts(prompt);
}

/** The answer of `POST /api/v1/explain` for a recorded prompt, framed as the server frames it. */
export async function recordedExplain(
  prompt: string,
): Promise<{ bytes: ArrayBuffer; head: RecordingHead } | null> {
  const bytes = await recordings.explain(prompt);
  return bytes === null || recordings.head === null ? null : { bytes, head: recordings.head };
}

/** The events of a recorded beam search, without the stream's end. */
export async function recordedBeam(
  prompt: string,
  settings: BeamSettings,
): Promise<{ events: SearchEvent[]; head: RecordingHead } | null> {
  const events = await recordings.beam(prompt, settings);
  return events === null || recordings.head === null ? null : { events, head: recordings.head };
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}

function same<S extends object>(a: S, b: S): boolean {
  return (Object.keys(b) as (keyof S)[]).every((key) => a[key] === b[key]);
}

// Recorded logits: whole numbers on even steps between the smallest and the largest of them.
// `float32 LE smallest, float32 LE step, uint16 LE steps above the smallest (V,)`: a value is off
// by half a step at most. The twin of export/shotglass_export/evaluation/recording/recorder.py.

const HEAD = 8; // bytes

/** (V,) logits. */
export function stepsToLogits(buffer: ArrayBuffer): Float32Array {
  const view = new DataView(buffer);
  const smallest = view.getFloat32(0, true);
  const step = view.getFloat32(4, true);
  const values = (buffer.byteLength - HEAD) / 2;
  return Float32Array.from(
    { length: values },
    (_, i) => smallest + step * view.getUint16(HEAD + 2 * i, true),
  );
}

// Where the recorded files lie that are fetched when asked for. Their addresses are a chunk of
// their own, fetched with the first of them.

export async function data(file: string): Promise<Response> {
  const { ADDRESSES } = await import("./addresses");
  const address = ADDRESSES[`../../recordings/${file}`];
  if (address === undefined) throw new Error(`There is no recorded file ${file}.`);
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}
