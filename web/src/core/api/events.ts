// What a run says while it runs. The twin of backend/shotglass/events.py: same names, same order.

export interface Piece {
  id: number;
  text: string;
  start: number; // code points into the prompt
  end: number;
  part: number | null; // index into the prompt's spans
  special?: boolean; // the start token, which stands before the text; absent in old recordings
}

export interface Alternative {
  id: number;
  text: string;
  p: number;
}

/** The head of a next-token distribution. sum(p of alternatives) + rest = 1. */
export interface Distribution {
  alternatives: Alternative[];
  rest: number;
  rest_tokens: number;
  entropy: number; // nats
}

export interface LabelScore {
  text: string;
  ids: number[];
  logprob: number;
  p: number;
  share: number; // its part of all labels' mass
}

export interface SpanRecord {
  part: string;
  start: number;
  end: number;
  shot: number | null;
  field: string | null;
}

export interface StartEvent {
  type: "start";
  lane: string;
  model: string;
  prompt: string;
  spans: SpanRecord[];
  tokens: Piece[];
  context: number;
  samples: number;
}

export interface ScoreEvent {
  type: "score";
  lane: string;
  labels: LabelScore[];
  mass: number;
  next: Distribution;
  boundary_moved: string[];
  // A reasoning lane; absent in what was recorded before there were any.
  sample?: number | null; // after whose reasoning; null: the lane's own, a mean of `samples`
  reasoning?: string | null;
  forced?: boolean; // the reasoning never came to its end, so the words that end it were put there
  samples?: number;
  spread?: [number, number][]; // lowest and highest of the samples: each label, then the mass
}

export interface TokenEvent {
  type: "token";
  lane: string;
  sample: number;
  index: number;
  id: number;
  piece: string; // the token itself, half characters as `<0xE4>`
  text: string; // what it made certain
  logprob: number;
  rank: number;
  distribution: Distribution;
  survivors: Record<string, number>;
  draw: number | null;
}

export type Reason = "stop_token" | "stop_text" | "length" | "cancelled";

export interface DoneEvent {
  type: "done";
  lane: string;
  sample: number;
  reason: Reason;
  text: string;
  tokens: number;
}

/** The RFC 9457 body of an error; `code` is the last part of `type`. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance?: string;
  errors?: { pointer: string; detail: string }[];
}

export interface FailedEvent {
  type: "failed";
  lane: string;
  problem: Problem;
}

export interface EndEvent {
  type: "end";
  lane: string;
  prompt_tokens: number;
  computed_prompt_tokens: number;
  generated_tokens: number;
  first_token_ms: number;
  total_ms: number;
}

/** "kept" goes on, "finished" is an answer, "pruned" had better ones beside it. */
export type Fate = "kept" | "pruned" | "finished";

/** One token of a beam search's tree; `parent` is a node, 0 the prompt. */
export interface BeamNode {
  node: number;
  parent: number;
  id: number;
  piece: string;
  logprob: number; // its own
  total: number; // the sum from the prompt on, nats
  fate: Fate;
  score: number | null; // normalised, where it is finished
}

export interface BeamStepEvent {
  type: "beam";
  lane: string;
  index: number; // of the step, from 0
  nodes: BeamNode[]; // likeliest first
}

export interface BeamResult {
  node: number; // its last
  ids: number[];
  text: string;
  reason: Reason;
  logprob: number; // the sum
  score: number;
}

export interface FoundEvent {
  type: "found";
  lane: string;
  results: BeamResult[]; // best first
  finished: number; // of how many
}

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
