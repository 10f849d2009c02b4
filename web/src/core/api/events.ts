// What a run says while it runs: the document's events (`api.gen.ts`), narrowed to what the server
// always sends, and read from the stream.

import type * as api from "./api.gen";
import type { LaneId } from "../statistics/readings";

export type { Alternative, Distribution, LabelScore, Piece, Span } from "./api.gen";

export type StartEvent = api.Start;

/** In a reasoning lane `sample` says after whose reasoning; null: the lane's own, a mean of `samples`. */
export type ScoreEvent = api.Score;

/** What a constraint took away; recordings and the engine in the browser have none. */
type Removed<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;
export type TokenEvent = Removed<api.Token, "removed_mass" | "forbidden">;
export type DoneEvent = Removed<api.Done, "removed_nats">;
export type BeamNode = Removed<api.BeamNode, "removed_mass">;
export type BeamResult = Removed<api.BeamResult, "removed_nats">;
export type BeamStepEvent = Omit<api.BeamStep, "nodes"> & { nodes: BeamNode[] };
export type EndEvent = api.End;
export type Reason = api.Done["reason"];

/** The RFC 9457 body of an error; `code` is the last part of `type`. */
export type Problem = Pick<api.Problem, "type" | "title" | "status" | "detail"> &
  Partial<Pick<api.Problem, "instance" | "errors" | "faults">>;

export type FailedEvent = Omit<api.Failed, "problem"> & { problem: Problem };

export type Fate = api.BeamNode["fate"];
export type FoundEvent = Omit<api.Found, "results"> & { results: BeamResult[] };

export type WaitingEvent = api.Waiting;

export type RunEvent = StartEvent | ScoreEvent | TokenEvent | DoneEvent | FailedEvent | EndEvent;
export type SearchEvent = StartEvent | BeamStepEvent | FoundEvent | FailedEvent | EndEvent;
export type MeasureEvent =
  api.Planned | api.MeasureProgress | api.Measured | api.Summary | FailedEvent | EndEvent;
export type CauseEvent =
  | api.CausesPlanned
  | api.CausesProgress
  | api.ExamplesFound
  | api.HeadsFound
  | api.VectorsFound
  | FailedEvent
  | EndEvent;
export type AnyEvent = RunEvent | SearchEvent | MeasureEvent | CauseEvent | WaitingEvent;

const TYPES = new Set([
  ...["waiting", "start", "score", "token", "done", "beam", "found", "failed", "end"],
  ...["planned", "progress", "measured", "summary", "examples", "heads", "vectors"],
]);

/** One event of a stream; an unknown kind is null, so that a newer server does not break us. */
export function parseEvent(json: string): AnyEvent | null {
  const value: unknown = JSON.parse(json);
  if (typeof value !== "object" || value === null) return null;
  const type = (value as { type?: unknown }).type;
  return typeof type === "string" && TYPES.has(type) ? (value as AnyEvent) : null;
}

/** `context_length_exceeded` of `/errors/context_length_exceeded`. */
export function problemCode(problem: Problem): string {
  return problem.type.split("/").pop() ?? "";
}

// Server-sent events from a fetch body: `data:` lines and `:` comments, nothing else.

/** Cuts a stream of text chunks into the payloads of its events, however the chunks fall. */
export class EventCutter {
  #rest = "";

  /** The payloads that `chunk` completes. */
  push(chunk: string): string[] {
    const blocks = (this.#rest + chunk).replaceAll("\r\n", "\n").split("\n\n");
    this.#rest = blocks.pop() ?? "";
    return blocks.map(payload).filter((text) => text !== "");
  }
}

function payload(block: string): string {
  return block
    .split("\n")
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(5).replace(/^ /, ""))
    .join("\n");
}

/** Reads a body to its end; cancels it when the caller stops iterating. */
export async function* payloads(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const cutter = new EventCutter();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* cutter.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    await reader.cancel().catch(() => undefined); // already closed or aborted
  }
}

// What went wrong in a run, told once: lanes that failed for the same reason are one failure.

/** `lanes`: whose prompt it concerns; null for all of the run. */
export interface Failure {
  problem: Problem;
  lanes: LaneId[] | null;
}

/** The failure of the whole run first, then those of lanes in order, joined by their code. */
export function failuresOf(
  whole: Problem | null,
  lanes: readonly { id: LaneId; problem: Problem | null }[],
): Failure[] {
  const failures: Failure[] = whole === null ? [] : [{ problem: whole, lanes: null }];
  const failed = lanes.flatMap(({ id, problem }) => (problem === null ? [] : [{ id, problem }]));
  for (const code of new Set(failed.map(({ problem }) => problemCode(problem)))) {
    const alike = failed.filter(({ problem }) => problemCode(problem) === code);
    const longest = alike.at(-1); // later lanes show more examples
    if (longest === undefined) continue;
    const all = alike.length === lanes.length;
    failures.push({ problem: longest.problem, lanes: all ? null : alike.map(({ id }) => id) });
  }
  return failures;
}
