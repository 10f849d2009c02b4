// Compare's state in the address: a task of the gallery, or a whole prompt where it was changed.

import type { Settings } from "../api/api";
import { parsePrompt, type Prompt } from "../prompting/render";
import type { Truth, Truths } from "../prompting/relabelling";
import {
  REASONING,
  allowed,
  BOUNDS,
  DEFAULTS,
  FIELDS,
  type ReasoningChoice,
} from "../decoding/settings";
import { choice, number, whole } from "./url";

/** The whole of a draft, to come back to. */
export interface DraftState {
  task: string | null;
  prompt: Prompt;
  set: string;
  k: number;
  oneShot: number;
  settings: Settings;
  reasoning: ReasoningChoice;
  pinned: boolean;
  truths: Truths;
}

export interface CompareState {
  task?: string; // a gallery task
  prompt?: Prompt; // instead of a task's own, where someone changed it
  set?: string;
  ask?: string; // which of the task's questions
  k?: number;
  oneShot?: number; // the one-shot lane's example, from 0
  settings?: Settings;
  reasoning?: { n: number; max_tokens: number }; // the reasoning lane, where it is shown
  pinned?: boolean; // the rows of the axis are a person's choice and follow nothing
  truths?: Truths; // the examples' answers before their labels were moved
  second?: string; // the id of the model whose marks stand beside the first one's
}

export const MOST_K = 16;

export function write(state: CompareState): URLSearchParams {
  const query = new URLSearchParams();
  if (state.task !== undefined) query.set("task", state.task);
  if (state.set !== undefined) query.set("set", state.set);
  if (state.ask !== undefined) query.set("ask", state.ask);
  if (state.k !== undefined) query.set("k", String(state.k));
  if (state.oneShot !== undefined && state.oneShot > 0) query.set("one", String(state.oneShot + 1));
  if (state.settings !== undefined) setSettings(query, state.settings);
  if (state.reasoning !== undefined) {
    query.set("reason", String(state.reasoning.n));
    query.set("reason_tokens", String(state.reasoning.max_tokens));
  }
  if (state.pinned === true) query.set("rows", "own");
  if (state.truths !== undefined) query.set("truth", JSON.stringify(state.truths));
  if (state.prompt !== undefined) query.set("prompt", JSON.stringify(state.prompt));
  return withSecond(query, state.second ?? null);
}

/** Adds the second model to a query; nothing for none. */
export function withSecond(query: URLSearchParams, id: string | null): URLSearchParams {
  if (id !== null) query.set("second", id);
  return query;
}

function setSettings(query: URLSearchParams, settings: Settings): void {
  for (const field of FIELDS) {
    if (settings[field] !== DEFAULTS[field]) query.set(field, String(settings[field]));
  }
}

/**
 * A draft as the address holds it. `named`: its question is one of its task's, unedited; `reasons`:
 * the reasoning lane is compared too.
 */
export function stateOf(
  draft: DraftState,
  { named, reasons }: { named: boolean; reasons: boolean },
): CompareState {
  const { task, prompt, set, k, oneShot, settings, reasoning, pinned, truths } = draft;
  return {
    ...{ set, k, oneShot },
    ...(task === null ? {} : { task }),
    ...(named ? { ask: prompt.query.input } : { prompt }),
    ...(pinned ? { pinned } : {}),
    ...(Object.keys(truths).length > 0 ? { truths } : {}),
    ...(settings === DEFAULTS ? {} : { settings }),
    ...(reasons ? { reasoning } : {}),
  };
}

/** Throws Error for a value out of its bounds or a prompt that is none. */
export function read(query: URLSearchParams): CompareState {
  const state: CompareState = {};
  for (const key of ["task", "set", "ask", "second"] as const) {
    const value = query.get(key);
    if (value !== null) state[key] = value;
  }
  const k = whole(query, "k", 0, MOST_K);
  if (k !== null) state.k = k;
  const item = whole(query, "one", 1, MOST_K);
  if (item !== null) state.oneShot = item - 1;
  const prompt = query.get("prompt");
  if (prompt !== null) state.prompt = parsePrompt(JSON.parse(prompt));
  if (choice(query, "rows", ["own"]) !== null) state.pinned = true;
  const truth = query.get("truth");
  if (truth !== null) state.truths = readTruths(JSON.parse(truth));
  const n = whole(query, "reason", BOUNDS.n.min, BOUNDS.n.max);
  if (n !== null) state.reasoning = { n, max_tokens: readLength(query) };
  if (FIELDS.some((field) => query.has(field))) state.settings = readSettings(query);
  return state;
}

/** Texts by question, by shot set. */
function readTruths(value: unknown): Truths {
  return Object.fromEntries(entriesOf(value).map(([set, truth]) => [set, readTruth(truth)]));
}

function readTruth(value: unknown): Truth {
  const entries = entriesOf(value).map(([input, text]): [string, string] => {
    if (typeof text !== "string") throw new Error("truth holds other than texts");
    return [input, text];
  });
  return Object.fromEntries(entries);
}

function entriesOf(value: unknown): [string, unknown][] {
  if (typeof value !== "object" || value === null) throw new Error("truth is no object");
  return Object.entries(value);
}

function readLength(query: URLSearchParams): number {
  const { min, max } = BOUNDS.max_tokens;
  return whole(query, "reason_tokens", min, max) ?? REASONING.max_tokens;
}

function readSettings(query: URLSearchParams): Settings {
  const settings = { ...DEFAULTS };
  for (const field of FIELDS) {
    const value = number(query, field, -Infinity, Infinity);
    if (value === null) continue;
    if (!allowed(field, value)) throw new Error(`${field} is ${value}`);
    settings[field] = value;
  }
  return settings;
}
