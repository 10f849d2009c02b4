// The results of Measure while the page is loaded anew: the tab's own storage holds them.

import type { Measurement } from "../../../core/measurement/record";
import type { Causes } from "../causes/search";
import type { OpenedRecord } from "../choice.svelte";
import type { QuestionId } from "../questions/question";

const KEY = "shotglass-measured-4";
const MOST = 4_000_000; // characters; browsers hold about five million a site

/** Why results did not come over: more than the storage takes, or the run had none to leave. */
export type Lost = "large" | "ended";

/** A result, and what it is of. */
export interface Held<Result> {
  result: Result;
  subject: string | null;
}

export interface Results {
  measured: Held<Measurement> | null;
  searched: Held<Causes> | null;
  lost: Lost | null;
  question: QuestionId | null; // that was looked at
  record: OpenedRecord | null; // the file whose record was looked at
}

const NOTHING: Results = {
  measured: null,
  searched: null,
  lost: null,
  question: null,
  record: null,
};

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
