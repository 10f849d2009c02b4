// The results of Measure while the page is loaded anew: the tab's own storage holds them.

import type { Measurement } from "../../../core/measurement/record";
import type { Causes } from "../causes/search";

const KEY = "shotglass-measured-2";
const MOST = 4_000_000; // characters; browsers hold about five million a site

/** Why results did not come over: more than the storage takes, or the run had none to leave. */
export type Lost = "large" | "ended";

export interface Results {
  measured: Measurement | null;
  searched: Causes | null;
  lost: Lost | null;
}

const NOTHING: Results = { measured: null, searched: null, lost: null };

/** Just before the page goes. */
export function hold(storage: Storage, results: Results): void {
  storage.removeItem(KEY);
  if (results.measured === null && results.searched === null && results.lost === null) return;
  const text = JSON.stringify(results);
  try {
    if (text.length > MOST) throw new RangeError("more than is held");
    storage.setItem(KEY, text);
  } catch {
    storage.setItem(KEY, JSON.stringify({ ...NOTHING, lost: "large" }));
  }
}

/** As the page is loaded, and once: what is held no longer is what is shown. */
export function takeBack(storage: Storage): Results {
  const text = storage.getItem(KEY);
  storage.removeItem(KEY);
  return text === null ? NOTHING : (JSON.parse(text) as Results);
}
