// Inside's state in the address: the text, the mask, the token that asks.

import { whole } from "./fields";

export interface InsideState {
  text?: string;
  mask?: string;
  at?: number; // the token that asks, from 0
}

const MOST_TOKENS = 4096;

export function write(state: InsideState): URLSearchParams {
  const query = new URLSearchParams();
  if (state.text !== undefined) query.set("text", state.text);
  if (state.mask !== undefined) query.set("mask", state.mask);
  if (state.at !== undefined) query.set("at", String(state.at + 1));
  return query;
}

/** Throws Error for a place that is none. */
export function read(query: URLSearchParams): InsideState {
  const state: InsideState = {};
  for (const key of ["text", "mask"] as const) {
    const value = query.get(key);
    if (value !== null) state[key] = value;
  }
  const at = whole(query, "at", 1, MOST_TOKENS);
  if (at !== null) state.at = at - 1;
  return state;
}
