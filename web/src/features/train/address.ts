// Train's state in the address: which run, against what, which questions, which line, where.

import { AXES, type XAxis } from "./curves/curves";
import { choice, whole } from "../../core/address/url";

export interface TrainState {
  run?: string;
  x?: XAxis;
  family?: string;
  split?: string;
  k?: number; // the number of examples that is told of
  at?: number; // the step that is read off; the last where it is missing
}

const MOST_NAME = 80; // letters of an id, a family, a split
const MOST_K = 1024;
const MOST_STEP = 1e12;

export function write({ run, x, family, split, k, at }: TrainState): URLSearchParams {
  const query = new URLSearchParams();
  if (run !== undefined) query.set("run", run);
  if (x !== undefined && x !== "tokens") query.set("x", x);
  if (family !== undefined) query.set("family", family);
  if (split !== undefined) query.set("split", split);
  if (k !== undefined) query.set("k", String(k));
  if (at !== undefined) query.set("at", String(at));
  return query;
}

/** Throws Error for an axis that is none, a name that is too long, a number out of its bounds. */
export function read(query: URLSearchParams): TrainState {
  const state: TrainState = {};
  for (const key of ["run", "family", "split"] as const) {
    const value = query.get(key);
    if (value === null) continue;
    if (value.length > MOST_NAME) throw new Error(`${key} is ${value.length} letters long`);
    state[key] = value;
  }
  const x = choice(query, "x", AXES);
  if (x !== null) state.x = x;
  const k = whole(query, "k", 0, MOST_K);
  if (k !== null) state.k = k;
  const at = whole(query, "at", 0, MOST_STEP);
  if (at !== null) state.at = at;
  return state;
}
