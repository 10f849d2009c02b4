// A text that a model wrote on, read from the events of a run and of a recorded search.

import type { RunEvent, SearchEvent } from "../../../../core/api/events";

export interface Token {
  id: number;
  text: string;
}

export interface Written {
  prompt: Token[];
  tokens: Token[];
  ms: number | null; // a token, the first one left out, which waits for the prompt
  drafts: boolean | null; // whether the server drafts; null where none was asked
}

/** What the events of one sample say. */
export function readRun(events: readonly RunEvent[]): Omit<Written, "drafts"> {
  const start = events.find((event) => event.type === "start");
  const end = events.find((event) => event.type === "end");
  if (start === undefined || end === undefined) throw new Error("a run without its end");
  const tokens = events.flatMap((event) =>
    event.type === "token" ? { id: event.id, text: event.piece } : [],
  );
  const { generated_tokens, total_ms, first_token_ms } = end;
  const ms = (total_ms - first_token_ms) / Math.max(1, generated_tokens - 1);
  return { prompt: start.tokens.map(({ id, text }) => ({ id, text })), tokens, ms };
}

/** The same of a search that keeps one beginning. */
export function readSearch(events: readonly SearchEvent[]): Written {
  const start = events.find((event) => event.type === "start");
  const nodes = events.flatMap((event) => (event.type === "beam" ? event.nodes : []));
  const tokens = nodes
    .filter(({ fate }) => fate !== "pruned")
    .map(({ id, piece }) => ({ id, text: piece }));
  const prompt = (start?.tokens ?? []).map(({ id, text }) => ({ id, text }));
  return { prompt, tokens, ms: null, drafts: null };
}
