// What a model writes on after a text, greedily: recorded where it was recorded, else asked.

import { call, generate } from "../../../../core/api/api";
import type { RunEvent } from "../../../../core/api/events";
import { BEAM, DEFAULTS } from "../../../../core/decoding/settings";
import { recordedBeam } from "../../../../core/recordings/recordings";
import { modelToAsk, type Answer } from "../../views/lessons/answers";
import { readRun, readSearch, type Written } from "./events";
import opening from "../../../../gallery/opening.json";

/** A text that repeats itself, though not to the word; recorded. */
export const PASSAGE = opening.lookup;

/** The recorded run; null where the text was not recorded. */
export async function recordedText(text: string): Promise<Answer<Written> | null> {
  const settings = { ...BEAM, width: 1, n: 1, max_tokens: PASSAGE.max_tokens }; // which is greedy
  const result = await recordedBeam(text, settings).catch(() => null);
  return result && { value: readSearch(result.events), head: result.head };
}

/** Throws NoModel, ApiError. */
export async function writtenNow(prompt: string, signal: AbortSignal): Promise<Answer<Written>> {
  const of = modelToAsk();
  const more = { temperature: 0, n: 1, max_tokens: PASSAGE.max_tokens, stop: [] };
  const [drafts, events] = await Promise.all([
    isDrafting(signal),
    gathered(generate({ ...of, prompt, settings: { ...DEFAULTS, ...more } }, signal)),
  ]);
  return { value: { ...readRun(events), drafts }, head: null };
}

/** Whether the server drafts what a text repeats. */
async function isDrafting(signal: AbortSignal): Promise<boolean> {
  return (await (await call("/props", undefined, signal)).json()).prompt_lookup;
}

async function gathered(run: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of run) events.push(event);
  return events;
}
