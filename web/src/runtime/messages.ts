// What the page and the worker say to one another.

import type { CompareRequest, GenerateRequest, NextLogits, PromptInput } from "../core/api/api";
import type { Piece, Problem, RunEvent, ScoreEvent } from "../core/api/events";
import type { Kept } from "./files/store";
import type { Progress, Wish } from "./start";

/** What can be asked: what is sent, what is told while it goes on, what comes of it. */
export interface Calls {
  kept: { body: null; told: never; found: Kept[] };
  size: { body: Wish; told: never; found: number };
  start: { body: Wish; told: Progress; found: { threads: number; readings: Float32Array[] } };
  readings: { body: Wish; told: never; found: Float32Array[] };
  forget: { body: string; told: never; found: null };
  compare: { body: CompareRequest; told: RunEvent; found: null };
  generate: { body: GenerateRequest; told: RunEvent; found: null };
  score: { body: { prompt: string; labels: string[] }; told: never; found: ScoreEvent };
  logits: {
    body: { prompt: PromptInput; continuation: number[] };
    told: never;
    found: NextLogits;
  };
  pieces: { body: string; told: never; found: Piece[] };
  vocabulary: { body: null; told: never; found: readonly string[] };
}

export type Call = keyof Calls;

export type Question =
  | { [C in Call]: { id: number; call: C; body: Calls[C]["body"] } }[Call]
  | { id: number; cancel: true };

export type Answer =
  { id: number; told: unknown } | { id: number; found: unknown } | { id: number; problem: Problem };
