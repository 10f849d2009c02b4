// The page's state as a URL fragment: `#v1/compare?task=same-word&set=opposite&k=4`. It is never
// sent to a server, never longer than 8 KB, checked when read, and reading it runs nothing.

import type { Settings } from "./api";
import { parsePrompt, type Prompt } from "./prompting";
import { allowed, DEFAULTS, FIELDS } from "./settings";

export const VIEWS = ["compare", "inside", "models"] as const;
export type View = (typeof VIEWS)[number];

export interface PageState {
  view: View;
  task?: string; // a gallery task
  prompt?: Prompt; // instead of a task's own, where someone changed it
  set?: string;
  ask?: string; // which of the task's questions
  k?: number;
  one?: number; // the one-shot lane's example, from 0
  settings?: Settings;
  text?: string; // Inside
  mask?: string;
  at?: number;
}

const VERSION = "v1";
const MOST_BYTES = 8192;
export const MOST_K = 16;

/** The fragment with its `#`, or null where the state is too long for a link. */
export function encode(state: PageState): string | null {
  const query = new URLSearchParams();
  if (state.task !== undefined) query.set("task", state.task);
  if (state.set !== undefined) query.set("set", state.set);
  if (state.ask !== undefined) query.set("ask", state.ask);
  if (state.k !== undefined) query.set("k", String(state.k));
  if (state.one !== undefined && state.one > 0) query.set("one", String(state.one + 1));
  if (state.settings !== undefined) setSettings(query, state.settings);
  if (state.prompt !== undefined) query.set("prompt", JSON.stringify(state.prompt));
  if (state.text !== undefined) query.set("text", state.text);
  if (state.mask !== undefined) query.set("mask", state.mask);
  if (state.at !== undefined) query.set("at", String(state.at + 1));
  const tail = query.toString();
  const fragment = `#${VERSION}/${state.view}${tail === "" ? "" : `?${tail}`}`;
  return fragment.length <= MOST_BYTES ? fragment : null;
}

function setSettings(query: URLSearchParams, settings: Settings): void {
  for (const field of FIELDS) {
    if (settings[field] !== DEFAULTS[field]) query.set(field, String(settings[field]));
  }
}

/** The state a fragment holds: null for an empty one. Throws Error for one that is not ours. */
export function decode(fragment: string): PageState | null {
  const text = fragment.replace(/^#/, "");
  if (text === "") return null;
  if (text.length > MOST_BYTES) throw new Error("too long");
  const [path = "", tail = ""] = cut(text, "?");
  const [version, name] = cut(path, "/");
  const view = VIEWS.find((item) => item === name);
  if (version !== VERSION || view === undefined) throw new Error("another version or view");
  return { view, ...readQuery(new URLSearchParams(tail)) };
}

function readQuery(query: URLSearchParams): Omit<PageState, "view"> {
  const state: Omit<PageState, "view"> = {};
  for (const key of ["task", "set", "ask", "text", "mask"] as const) {
    const value = query.get(key);
    if (value !== null) state[key] = value;
  }
  const k = whole(query, "k", 0, MOST_K);
  if (k !== null) state.k = k;
  const one = whole(query, "one", 1, MOST_K);
  if (one !== null) state.one = one - 1;
  const at = whole(query, "at", 1, 4096);
  if (at !== null) state.at = at - 1;
  const prompt = query.get("prompt");
  if (prompt !== null) state.prompt = parsePrompt(JSON.parse(prompt));
  if (FIELDS.some((field) => query.has(field))) state.settings = readSettings(query);
  return state;
}

function whole(query: URLSearchParams, key: string, min: number, max: number): number | null {
  const text = query.get(key);
  if (text === null) return null;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) throw new Error(`${key} is ${text}`);
  return value;
}

function readSettings(query: URLSearchParams): Settings {
  const settings = { ...DEFAULTS };
  for (const field of FIELDS) {
    const text = query.get(field);
    if (text === null) continue;
    const value = text === "" ? Number.NaN : Number(text);
    if (!allowed(field, value)) throw new Error(`${field} is ${text}`);
    settings[field] = value;
  }
  return settings;
}

function cut(text: string, at: string): [string, string] {
  const place = text.indexOf(at);
  return place < 0 ? [text, ""] : [text.slice(0, place), text.slice(place + 1)];
}
