// Inside's state in the address: the text or the lane of Compare it stands for, what is looked at.
// With a lane, Compare's own keys stand beside these.

import { choice, whole } from "./url";

export const SOURCES = ["own", "zero", "one", "few"] as const;
export type Source = (typeof SOURCES)[number];

export const VIEWS = ["attention", "layers", "mask"] as const;
export type GridView = (typeof VIEWS)[number];

export interface InsideState {
  text?: string;
  lane?: Exclude<Source, "own">; // the prompt of Compare instead of a text
  model?: string; // the id of a masked model; else the model in use is looked into
  view?: GridView;
  mask?: string;
  at?: number; // the token that asks, from 0
  layer?: number; // from 0
  head?: number; // from 0
  sink?: boolean; // false: the first token's column is left out
  off?: readonly Head[]; // heads that are switched off
  carried?: boolean; // the arcs are what attention carries
}

export interface Head {
  layer: number; // both from 0
  head: number;
}

const MOST_TOKENS = 4096;
const MOST_LAYERS = 1024;
export const MOST_OFF = 32; // heads at once
const LANES = ["zero", "one", "few"] as const;

export function write(state: InsideState): URLSearchParams {
  const query = new URLSearchParams();
  for (const key of ["lane", "text", "model", "view", "mask"] as const) {
    const value = state[key];
    if (value !== undefined) query.set(key, value);
  }
  if (state.at !== undefined) query.set("at", String(state.at + 1));
  const { layer, head } = state;
  if (layer !== undefined || head !== undefined) query.set("head", `${layer ?? 0}.${head ?? 0}`);
  if (state.sink === false) query.set("sink", "off");
  if (state.carried === true) query.set("arcs", "carried");
  if (state.off?.length) query.set("off", state.off.map(nameOf).join("_"));
  return query;
}

/** A lane of Compare, with the task that stands there. */
export function ofLane(state: InsideState, task: URLSearchParams): URLSearchParams {
  const query = write(state);
  task.forEach((value, key) => query.set(key, value));
  return query;
}

/** Throws Error for a place or a choice that is none. */
export function read(query: URLSearchParams): InsideState {
  const state: InsideState = {};
  for (const key of ["text", "model", "mask"] as const) {
    const value = query.get(key);
    if (value !== null) state[key] = value;
  }
  const lane = choice(query, "lane", LANES);
  if (lane !== null) state.lane = lane;
  const view = choice(query, "view", VIEWS);
  if (view !== null) state.view = view;
  if (choice(query, "sink", ["off", "on"]) === "off") state.sink = false;
  if (choice(query, "arcs", ["attention", "carried"]) === "carried") state.carried = true;
  const off = query.get("off")?.split("_").map(readHead);
  if (off !== undefined && off.length > MOST_OFF) throw new Error("off names too many heads");
  if (off !== undefined) state.off = off;
  const bounds = { at: MOST_TOKENS, layer: MOST_LAYERS, head: MOST_LAYERS };
  for (const key of ["at", ...(isHead(query) ? [] : (["layer", "head"] as const))] as const) {
    const value = whole(query, key, 1, bounds[key]);
    if (value !== null) state[key] = value - 1;
  }
  return isHead(query) ? { ...state, ...readHead(query.get("head") ?? "") } : state;
}

/** A head as it is named everywhere, such as "18.6": layer and head, from 0. */
export function nameOf({ layer, head }: Head): string {
  return `${layer}.${head}`;
}

/** A layer and a head from 0, `18.6`; links of before have each as a key, counted from 1. */
function isHead(query: URLSearchParams): boolean {
  return query.get("head")?.includes(".") === true;
}

/** Throws Error for what is no name of a head. */
export function readHead(text: string): Head {
  const [layer = -1, head = -1] = text.split(".").map(Number);
  const fits = /^\d{1,4}\.\d{1,4}$/.test(text) && Math.max(layer, head) < MOST_LAYERS;
  if (!fits) throw new Error(`head is ${text}`);
  return { layer, head };
}
