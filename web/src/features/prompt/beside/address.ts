// The second column in the address: what differs from the first, which token is compared, and how.

import type { Settings } from "../../../core/api/api";
import { choice, number } from "../../../core/address/url";
import { allowed, FIELDS } from "../../../core/decoding/settings";

/** A token of either column; all count from 0. */
export interface TokenPlace {
  column: number;
  sample: number;
  at: number; // among the parts of the sample
}

/** "own": the model's probabilities; "drawn": after temperature, top-k and top-p. */
export type Compared = "own" | "drawn";

export interface BesideState {
  model: string | null; // an id; null: the first column's
  text: string | null; // null: the first column's
  settings: Partial<Settings>; // those that differ from the first column's
  place: TokenPlace | null; // null: where the first two samples part
  compared: Compared | null; // null: "drawn" where nothing else can differ
}

export const SAME: BesideState = {
  ...{ model: null, text: null, settings: {} },
  ...{ place: null, compared: null },
};

const PREFIX = "b_";

/** Adds the second column to a query; nothing for none. */
export function writeBeside(query: URLSearchParams, state: BesideState | null): void {
  if (state === null) return;
  query.set("beside", "1");
  if (state.model !== null) query.set(`${PREFIX}model`, state.model);
  if (state.text !== null) query.set(`${PREFIX}text`, state.text);
  for (const field of FIELDS) {
    const value = state.settings[field];
    if (value !== undefined) query.set(PREFIX + field, String(value));
  }
  const { place, compared } = state;
  if (place !== null) {
    query.set("at", [place.column, place.sample, place.at].map((n) => n + 1).join("."));
  }
  if (compared !== null) query.set("compared", compared);
}

/** Null where there is none. Throws Error for a value out of its bounds. */
export function readBeside(query: URLSearchParams): BesideState | null {
  if (choice(query, "beside", ["1"]) === null) return null;
  const settings: Partial<Settings> = {};
  for (const field of FIELDS) {
    const value = number(query, PREFIX + field, -Infinity, Infinity);
    if (value === null) continue;
    if (!allowed(field, value)) throw new Error(`${PREFIX}${field} is ${value}`);
    settings[field] = value;
  }
  return {
    model: query.get(`${PREFIX}model`),
    text: query.get(`${PREFIX}text`),
    settings,
    place: placeOf(query.get("at")),
    compared: choice(query, "compared", ["own", "drawn"]),
  };
}

function placeOf(text: string | null): TokenPlace | null {
  if (text === null) return null;
  const match = /^([12])\.([1-8])\.([1-9]\d{0,5})$/.exec(text);
  if (match === null) throw new Error(`at is ${text}`);
  const [column = 0, sample = 0, at = 0] = match.slice(1).map((digits) => Number(digits) - 1);
  return { column, sample, at };
}
