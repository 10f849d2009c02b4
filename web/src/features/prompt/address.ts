// The Prompt view's state in the address: the text or the conversation, how it is continued where that
// is not the view's own, and what stands beside it.

import type { Settings } from "../../core/api/api";
import { choice, number } from "../../core/address/url";
import { readConstraint, writeConstraint, type Constraint } from "../../core/decoding/constraint";
import { allowed, FIELDS } from "../../core/decoding/settings";
import { readBeside, writeBeside, type BesideState } from "./beside/address";
import { EMPTY, readChat, writeChat, type Chat } from "./chat/turns";

export const MODES = ["text", "chat", "fill"] as const;
export type Mode = (typeof MODES)[number];

export interface PromptState {
  mode?: Mode;
  text: string; // in Text, and with its gaps in Fill
  chat?: Chat; // in Chat
  settings: Settings;
  constraint?: Constraint | null; // what answers are held to
  masked?: string | null; // in Fill, the id of the model that fills; null: the first there is
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

export function write(state: PromptState): URLSearchParams {
  const { mode, text, chat, settings, constraint, masked, model, beside } = state;
  const query = new URLSearchParams();
  if (model != null) query.set("model", model);
  if (mode !== undefined && mode !== "text") query.set("mode", mode);
  if (mode === "chat") writeChat(query, chat ?? EMPTY);
  else if (text !== "") query.set("text", text);
  if (mode === "fill" && masked != null) query.set("masked", masked);
  for (const field of FIELDS) {
    if (settings[field] !== DEFAULTS[field]) query.set(field, String(settings[field]));
  }
  if (mode !== "fill") writeConstraint(query, constraint ?? null);
  if (mode !== "fill") writeBeside(query, beside ?? null);
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
  const mode = choice(query, "mode", MODES) ?? "text";
  const [chat, beside] = [readChat(query), readBeside(query)];
  const text = query.get("text") ?? "";
  const [masked, model] = [query.get("masked"), query.get("model")];
  return { mode, text, chat, settings, constraint: readConstraint(query), masked, model, beside };
}
