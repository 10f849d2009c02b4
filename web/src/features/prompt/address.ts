// The Prompt view's state in the address: the text, and how it is continued where that is not the
// view's own.

import type { Settings } from "../../core/api/api";
import { number } from "../../core/address/url";
import { allowed, FIELDS } from "../../core/decoding/settings";

export interface PromptState {
  text: string;
  settings: Settings;
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

export function write({ text, settings }: PromptState): URLSearchParams {
  const query = new URLSearchParams();
  if (text !== "") query.set("text", text);
  for (const field of FIELDS) {
    if (settings[field] !== DEFAULTS[field]) query.set(field, String(settings[field]));
  }
  return query;
}

/** Throws Error for a value out of its bounds. */
export function read(query: URLSearchParams): PromptState {
  const settings = { ...DEFAULTS };
  for (const field of FIELDS) {
    const value = number(query, field, -Infinity, Infinity);
    if (value === null) continue;
    if (!allowed(field, value)) throw new Error(`${field} is ${value}`);
    settings[field] = value;
  }
  return { text: query.get("text") ?? "", settings };
}
