// Whether a run that was repeated is the run that was recorded, bit for bit: all that its file says of
// what was answered, value by value, beside what is answered now. What the file does not say, such as
// a field that came with a later version, is not compared. The twin of
// backend/shotglass/run_file/again/sameness.py; tests/contract/sameness.json holds both together.

import { floatsOf } from "./floats";
import type { SavedArray } from "./runs";
import { MISSING } from "./shape";

/** A token of a run; all count from 0. */
export interface Place {
  lane: number;
  sample: number;
  token: number;
}

/** A place of the file, what stands there and what would now; null for nothing, an ellipsis in
 * brackets for what has parts of its own. */
export interface ValueDifference {
  place: string;
  was: string | number | boolean | null;
  now: string | number | boolean | null;
}

export interface Sameness {
  values: number; // that were compared: texts, numbers, answers of yes or no
  different: number; // that are others now
  first: ValueDifference | null; // the first of these
  tokens: number; // that are the same
  token: Place | null; // the first that is another, behind which its text is not compared
  largest: number; // the largest difference of a number with a fraction
  uncompared: string[]; // places of the file that cannot be compared here
}

/** When and by which version it was made, and how a machine computes: what may be another while
 * every answer is the same. */
const MAY_DIFFER: ReadonlySet<string> = new Set([
  ...["made", "shotglass", "context", "writes", "fingerprint", "bit_stable"],
]);
type Json = Readonly<Record<string, unknown>>;
type Event = Readonly<{ type: string; sample?: number | null; id?: number }>;

export function isSame({ values, different }: Sameness): boolean {
  return values > 0 && different === 0;
}

/** What was compared so far. */
export class RunComparison implements Sameness {
  values = 0;
  different = 0;
  first: ValueDifference | null = null;
  tokens = 0;
  token: Place | null = null;
  largest = 0;
  readonly uncompared: string[] = [];
  elsewhere = false; // what answers now has another fingerprint

  /** `then` as the file has it, `now` as the file would have it. */
  compare(place: string, then: unknown, now: unknown): void {
    if (isObject(then) && isObject(now)) {
      const isArray = isFloats(then) && String(then.shape) === String(now.shape);
      if (isArray) this.#compareNumbers(`${place}.data`, arrayOf(then), arrayOf(now));
      if (Object.hasOwn(then, "fingerprint"))
        this.elsewhere ||= then.fingerprint !== now.fingerprint;
      for (const [name, value] of Object.entries(then)) {
        if (MAY_DIFFER.has(name) || (isArray && (name === "shape" || name === "data"))) continue;
        this.compare(`${place}.${name}`, value, Object.hasOwn(now, name) ? now[name] : MISSING);
      }
    } else if (Array.isArray(then) && Array.isArray(now)) {
      for (let at = 0; at < Math.max(then.length, now.length); at += 1)
        this.compare(`${place}[${at}]`, itemOf(then, at), itemOf(now, at));
    } else {
      this.values += 1;
      if (then !== now) this.#differ(place, then, now);
    }
  }

  /** Each event beside the next of its kind and sample, in whatever order the samples were written;
   * of a sample up to the first token that is another. */
  compareEvents(place: string, lane: number, then: readonly Event[], now: readonly Event[]): void {
    const coming = new Map<string, Event[]>();
    for (const event of now) {
      const kind = kindOf(event);
      coming.set(kind, [...(coming.get(kind) ?? []), event]);
    }
    const pairs = then.map((event) => [event, coming.get(kindOf(event))?.shift() ?? null] as const);
    const more = [...coming.values()].flat().map((event) => [null, event] as const);
    const counts = new Map<number, number>(); // of each sample's tokens
    const others = new Set<number | null>(); // samples that are other texts from here on
    for (const [at, [before, after]] of [...pairs, ...more].entries()) {
      const { type, sample = null } = (before ?? after) as Event;
      if (others.has(sample)) continue;
      const event = `${place}[${Math.min(at, then.length)}]`;
      this.compare(event, before ?? MISSING, after ?? MISSING);
      if (type !== "token" || sample === null) continue;
      const token = counts.get(sample) ?? 0;
      if (!this.isToken({ lane, sample, token }, before, after)) others.add(sample);
      counts.set(sample, token + 1);
    }
  }

  /** Whether both are the same token, whatever else is said of it; counts it. */
  isToken(at: Place, then: { id?: number } | null, now: { id?: number } | null): boolean {
    const same = then !== null && now !== null && then.id === now.id;
    if (same) this.tokens += 1;
    else this.token ??= at;
    return same;
  }

  #differ(place: string, then: unknown, now: unknown): void {
    this.different += 1;
    if (typeof then === "number" && typeof now === "number") {
      const whole = Number.isInteger(then) && Number.isInteger(now);
      if (!whole) this.largest = Math.max(this.largest, Math.abs(then - now));
    }
    this.first ??= { place, was: plain(then), now: plain(now) };
  }

  #compareNumbers(place: string, then: Float32Array, now: Float32Array): void {
    const [before, after] = [new Uint32Array(then.buffer), new Uint32Array(now.buffer)];
    this.values += then.length;
    for (const [at, was] of then.entries()) {
      if (before[at] === after[at]) continue;
      const here = now[at] ?? NaN;
      const gap = Math.abs(was - here);
      this.different += 1;
      this.largest = Math.max(this.largest, Number.isNaN(gap) ? Infinity : gap);
      this.first ??= { place: `${place}[${at}]`, was, now: here };
    }
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isFloats({ shape, data }: Json): boolean {
  return typeof data === "string" && Array.isArray(shape);
}

function arrayOf(saved: Json): Float32Array {
  return floatsOf(saved as unknown as SavedArray);
}

function itemOf(list: readonly unknown[], at: number): unknown {
  return at < list.length ? list[at] : MISSING;
}

function plain(value: unknown): string | number | boolean | null {
  if (Array.isArray(value)) return "[…]";
  if (isObject(value)) return "{…}";
  return value === MISSING ? null : (value as string | number | boolean | null);
}

function kindOf({ type, sample = null }: Event): string {
  return `${type} ${sample}`;
}
