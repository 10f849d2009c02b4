// The Prompt view's state in the address: the text, how it is continued where that is not the view's
// own, and what stands beside it.

import type { Settings } from "../../core/api/api";
import { number } from "../../core/address/url";
import { allowed, FIELDS } from "../../core/decoding/settings";
import { readBeside, writeBeside, type BesideState } from "./beside/address";

export interface PromptState {
  text: string;
  settings: Settings;
  model?: string | null; // an id; null: whichever is in use
  beside?: BesideState | null; // null: one column
}

/** What a first run draws: two texts to compare, long enough to be read. */
export const DEFAULTS: Settings = {
  max_tokens: 60,
  temperature: 0.8,
  top_k: 0,
  top_p: 1,
  n: 2,
  seed: 7,
};

export function write({ text, settings, model, beside }: PromptState): URLSearchParams {
  const query = new URLSearchParams();
  if (model != null) query.set("model", model);
  if (text !== "") query.set("text", text);
  for (const field of FIELDS) {
    if (settings[field] !== DEFAULTS[field]) query.set(field, String(settings[field]));
  }
  writeBeside(query, beside ?? null);
  return query;
}

/** Throws Error for a value out of its bounds. */
export function read(query: URLSearchParams): Required<PromptState> {
  const settings = { ...DEFAULTS };
  for (const field of FIELDS) {
    const value = number(query, field, -Infinity, Infinity);
    if (value === null) continue;
    if (!allowed(field, value)) throw new Error(`${field} is ${value}`);
    settings[field] = value;
  }
  const beside = readBeside(query);
  return { text: query.get("text") ?? "", settings, model: query.get("model"), beside };
}
