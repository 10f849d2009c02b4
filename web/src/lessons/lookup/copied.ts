// A passage that the model in use copies: what it writes, how long a token takes, and whether the
// server drafts.

import { call, generate, type Of } from "../../core/api/api";
import type { RunEvent } from "../../core/api/events";
import { DEFAULTS } from "../../core/decoding/settings";

/** A text that stands there once, and again as far as its first words. */
const PASSAGE =
  "A man went to the river to fish. He caught nothing all day.\n\nThe same text again:\n\nA man went";
const MOST_TOKENS = 13; // of the rest of the passage

export interface Copied {
  text: string;
  tokens: number;
  ms: number; // a token, the first one left out, which waits for the prompt
  drafts: boolean;
}

/** Throws ApiError. */
export async function copied(of: Of, signal: AbortSignal): Promise<Copied> {
  const settings = { ...DEFAULTS, temperature: 0, n: 1, max_tokens: MOST_TOKENS, stop: [] };
  const [isDrafting, events] = await Promise.all([
    drafts(signal),
    gathered(generate({ ...of, prompt: PASSAGE, settings }, signal)),
  ]);
  return { ...readCopy(events), drafts: isDrafting };
}

/** What the events of one sample say. */
export function readCopy(events: readonly RunEvent[]): Omit<Copied, "drafts"> {
  const text = events.map((event) => (event.type === "token" ? event.text : "")).join("");
  const end = events.find((event) => event.type === "end");
  if (end === undefined) throw new Error("a run without its end");
  const { generated_tokens: tokens, total_ms, first_token_ms } = end;
  return { text, tokens, ms: (total_ms - first_token_ms) / Math.max(1, tokens - 1) };
}

/** Whether the server drafts what a text repeats. */
async function drafts(signal: AbortSignal): Promise<boolean> {
  const response = await call("/props", undefined, signal);
  return ((await response.json()) as { prompt_lookup: boolean }).prompt_lookup;
}

async function gathered(run: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of run) events.push(event);
  return events;
}
