// The form of a run: read whole or refused with the place that is wrong, and written. The twin of
// backend/shotglass/run_file/form.py; tests/contract/runs.json holds both together.

import type { Settings } from "../api/api";
import type { RunEvent } from "../api/events";
import type { Computed } from "../models/precision";
import { parsePrompt, PromptError, type Prompt } from "../prompting/render";
import type { Truths } from "../prompting/relabelling";
import { check, Misshapen } from "./shape";
import { SCHEMA } from "./schema.gen";

export { Misshapen };
export const MOST_BYTES = 5_000_000;
const HALF = /\p{Surrogate}/u; // one of a pair without the other

/** Why a file is no run, for the page to say it in its words. */
export type RunFault =
  | { kind: "size"; bytes: number }
  | { kind: "json" }
  | { kind: "empty" }
  | { kind: "shape"; fault: Misshapen };

export class RunFileError extends Error {
  constructor(readonly fault: RunFault) {
    super(fault.kind === "shape" ? fault.fault.message : fault.kind);
    this.name = "RunFileError";
  }
}

/** The model of a run; `digest`: sha256 of its weights, null where that is not known. */
export interface RunModel {
  id: string;
  name: string;
  digest: string | null;
  where: "computer" | "browser";
  precision: Computed;
}

interface Head {
  shotglass_run: 1;
  made: string; // ISO 8601
  shotglass: string; // the version that made it
  models: RunModel[];
}

export interface SavedLane {
  model: number; // its place in `models`
  id: string;
  shot_set: string | null;
  shots: number[];
  reasoning: boolean;
  settings: Settings;
  events: RunEvent[]; // as they came, without the stream's end
}

export interface ComparedRun extends Head {
  view: "compare";
  question: {
    prompt: Prompt;
    task: string | null; // of the gallery
    set: string; // of examples
    k: number; // examples shown
    one_shot: number; // the one-shot lane's example, from 0
    pinned: boolean; // the rows of the axis are a person's choice
    truths: Truths; // the examples' answers before they were moved
  };
  settings: Settings;
  results: { lanes: SavedLane[] };
}

export type SavedRun = ComparedRun;

/** The run in the bytes of a file. Throws RunFileError. */
export function read(data: Uint8Array): SavedRun {
  if (data.length > MOST_BYTES) throw new RunFileError({ kind: "size", bytes: data.length });
  const run = json(data);
  try {
    check(SCHEMA, run);
    return checked(run as SavedRun);
  } catch (error) {
    if (!(error instanceof Misshapen)) throw error;
    throw new RunFileError({ kind: "shape", fault: error });
  }
}

/** The text of the file. Throws RunFileError for a run that the form does not take. */
export function written(run: SavedRun): string {
  const text = `${JSON.stringify(run)}\n`;
  read(new TextEncoder().encode(text));
  return text;
}

/** UTF-8 alone, and no halves of surrogate pairs, which could not be written again. */
function json(data: Uint8Array): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
    const value: unknown = JSON.parse(text, (key, item: unknown) => {
      const isHalf = HALF.test(key) || (typeof item === "string" && HALF.test(item));
      if (isHalf) throw new Error("it holds half a character");
      return item;
    });
    return value;
  } catch {
    throw new RunFileError({ kind: "json" });
  }
}

/** What the schema cannot say. Throws Misshapen. */
function checked(run: SavedRun): SavedRun {
  const most = run.models.length - 1;
  const prompt = promptOf(run.question.prompt);
  run.results.lanes.forEach((lane, at) => checkLane(lane, `results.lanes[${at}]`, most));
  return { ...run, question: { ...run.question, prompt } };
}

/** `most`: the place of the last model. */
function checkLane({ model, events }: SavedLane, place: string, most: number): void {
  if (model > most) {
    const expected = { kind: "whole", min: 0, max: most, above: false } as const;
    throw new Misshapen(`${place}.model`, expected, model);
  }
  const [first, ...others] = events.map(({ type }) => type);
  if (first !== "start") {
    const expected = { kind: "constant", value: '"start"' } as const;
    throw new Misshapen(`${place}.events[0].type`, expected, first);
  }
  const later = others.indexOf("start") + 1;
  if (later > 0)
    throw new Misshapen(`${place}.events[${later}].type`, { kind: "no second start" }, "start");
}

function promptOf(value: unknown): Prompt {
  try {
    return parsePrompt(value);
  } catch (error) {
    if (!(error instanceof PromptError)) throw error;
    const steps = error.pointer.replace(/^\//, "").split("/");
    const place = steps.map((step) => (/^[0-9]+$/.test(step) ? `[${step}]` : `.${step}`)).join("");
    throw new Misshapen(`question${place}`, { kind: "prompt" }, value);
  }
}
