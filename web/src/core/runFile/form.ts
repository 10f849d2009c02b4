// The form of a run: read whole or refused with the place that is wrong, and written. The twin of
// backend/shotglass/run_file/form.py; tests/contract/runs.json holds both together.

import SCHEMA from "../../../../backend/shotglass/run_file/schema.json";
import { consistent } from "./consistency";
import { leastForm } from "./interventions";
import type { MeasuredRun, SavedRun } from "./runs";
import { check, Misshapen, type Schema } from "./shape";

export { Misshapen };
export const MOST_BYTES = 5_000_000;
const NEWEST = 2; // form
const HALF = /\p{Surrogate}/u; // one of a pair without the other

/** Why a file is no run, for the page to say it in its words. */
export type RunFault =
  | { kind: "size"; bytes: number }
  | { kind: "json" }
  | { kind: "repeated"; key: string }
  | { kind: "empty" }
  | { kind: "newer"; form: number }
  | { kind: "view"; view: string } // the page was built without it
  | { kind: "page" } // its template was not fetched
  | { kind: "shape"; fault: Misshapen };

export class RunFileError extends Error {
  constructor(readonly fault: RunFault) {
    super(fault.kind === "shape" ? fault.fault.message : fault.kind);
    this.name = "RunFileError";
  }
}

/** The run in the bytes of a file. Throws RunFileError. */
export function read(data: Uint8Array, most = MOST_BYTES): SavedRun {
  if (data.length > most) throw new RunFileError({ kind: "size", bytes: data.length });
  const run = json(data);
  const form = (run as { shotglass_run?: unknown } | null)?.shotglass_run;
  if (typeof form === "number" && Number.isInteger(form) && form > NEWEST)
    throw new RunFileError({ kind: "newer", form });
  try {
    check(SCHEMA as Schema, run);
    return consistent(run as SavedRun);
  } catch (error) {
    if (!(error instanceof Misshapen)) throw error;
    throw new RunFileError({ kind: "shape", fault: error });
  }
}

/** The record of a search for causes by itself, by the schema that it has in a run. Throws Misshapen. */
export function causeRecord(value: unknown): MeasuredRun["results"]["record"] {
  const oneOf = ["example", "head", "vector"].map((name) => ({ $ref: `#/$defs/${name}_record` }));
  check({ ...SCHEMA, discriminator: { propertyName: "search" }, oneOf } as Schema, value);
  return value as MeasuredRun["results"]["record"];
}

/** The text of the file, in the first form that has a place for all of it. Throws RunFileError for a run that the form does not take. */
export function written(run: SavedRun): string {
  const text = `${JSON.stringify({ ...run, shotglass_run: leastForm(run) })}\n`;
  read(new TextEncoder().encode(text));
  return text;
}

/** UTF-8 alone, and no halves of surrogate pairs, which could not be written again. */
function json(data: Uint8Array): unknown {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
    value = JSON.parse(text, (key, item: unknown) => {
      const isHalf = HALF.test(key) || (typeof item === "string" && HALF.test(item));
      if (isHalf) throw new Error("it holds half a character");
      return item;
    });
  } catch {
    throw new RunFileError({ kind: "json" });
  }
  const key = repeatedKey(text);
  if (key !== null) throw new RunFileError({ kind: "repeated", key });
  return value;
}

/** A key that an object of a text of JSON has twice, of which readers disagree which one counts. */
function repeatedKey(text: string): string | null {
  const within: Set<string>[] = []; // the keys of each object, or none of a list
  let last = "";
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}:]/g)) {
    if (token === "{" || token === "[") within.push(new Set());
    else if (token === "}" || token === "]") within.pop();
    else if (token === ":") {
      const key = JSON.parse(last) as string;
      if (within.at(-1)?.has(key)) return key;
      within.at(-1)?.add(key);
    } else last = token;
  }
  return null;
}
