// What a run says while it runs: the document's events (`api.gen.ts`), narrowed to what the server
// always sends, and read from the stream.

import type * as api from "./api.gen";

export type { Alternative, BeamResult, Distribution, LabelScore } from "./api.gen";

export interface Piece extends api.Piece {
  part: number | null; // index into the prompt's spans
}

export type SpanRecord = {
  part: string;
  start: number;
  end: number;
  shot: number | null;
  field: string | null;
};

export interface StartEvent extends api.Start {
  spans: SpanRecord[];
  tokens: Piece[];
}

/** In a reasoning lane `sample` says after whose reasoning; null: the lane's own, a mean of `samples`. */
export type ScoreEvent = api.Score;
export type TokenEvent = api.Token;
export type DoneEvent = api.Done;
export type EndEvent = api.End;
export type Reason = api.Done["reason"];

/** The RFC 9457 body of an error; `code` is the last part of `type`. */
export type Problem = Pick<api.Problem, "type" | "title" | "status" | "detail"> &
  Partial<Pick<api.Problem, "instance" | "errors">>;

export interface FailedEvent extends api.Failed {
  problem: Problem;
}

/** "kept" goes on, "finished" is an answer, "pruned" had better ones beside it. */
export type Fate = "kept" | "pruned" | "finished";

export interface BeamNode extends api.BeamNode {
  fate: Fate;
}

export interface BeamStepEvent extends api.BeamStep {
  nodes: BeamNode[]; // likeliest first
}

export type FoundEvent = api.Found;

export type RunEvent = StartEvent | ScoreEvent | TokenEvent | DoneEvent | FailedEvent | EndEvent;
export type SearchEvent = StartEvent | BeamStepEvent | FoundEvent | FailedEvent | EndEvent;

const TYPES = new Set(["start", "score", "token", "done", "beam", "found", "failed", "end"]);

/** One event of a stream; an unknown kind is null, so that a newer server does not break us. */
export function parseEvent(json: string): RunEvent | SearchEvent | null {
  const value: unknown = JSON.parse(json);
  if (typeof value !== "object" || value === null) return null;
  const type = (value as { type?: unknown }).type;
  return typeof type === "string" && TYPES.has(type) ? (value as RunEvent | SearchEvent) : null;
}

/** `context_length_exceeded` of `/errors/context_length_exceeded`. */
export function problemCode(problem: Problem): string {
  return problem.type.split("/").pop() ?? "";
}
