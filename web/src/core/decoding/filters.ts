// What temperature, top-k, top-p and min-p leave of a whole distribution, in one pass over the sorted
// vocabulary, so that a slider can redraw at every step. Nothing here works on a truncated list.
// The twin of backend/shotglass/decoding; tests/contract/stages.json holds both together.

/** The sorted vocabulary at a temperature: exp((z − highest) / T) in order, and the running sum. */
interface Weighted {
  weights: Float64Array;
  cumulative: Float64Array;
}

/** `keep`: how many of the first `count` tokens a filter keeps at a value that is not `off`. */
interface Filter {
  name: string; // of its setting
  off: number; // the value at which it keeps everything
  keep: (tokens: Weighted, count: number, value: number) => number;
}

/** The filters in the order in which they act; a new one is a function and a row after top-p. */
export const FILTER_ROWS = [
  { name: "top_k", off: 0, keep: (_, count, k) => Math.min(k, count) },
  { name: "top_p", off: 1, keep: crossing },
  { name: "min_p", off: 0, keep: nearLikeliest },
] as const satisfies readonly Filter[];

/** The name of a filter is that of its setting. */
export type FilterSetting = (typeof FILTER_ROWS)[number]["name"];
export type FilterName = "softmax" | FilterSetting;
export const FILTERS: readonly FilterName[] = ["softmax", ...FILTER_ROWS.map(({ name }) => name)];
export const LAST: FilterName = FILTERS.at(-1) ?? "softmax"; // what is drawn from

/** `temperature` 0 is greedy; a filter without a value is off. */
export interface Filters extends Partial<Record<FilterSetting, number>> {
  temperature: number;
  top_k: number;
  top_p: number;
}

/** The value of each filter at which it is off. */
export const OFF = Object.fromEntries(FILTER_ROWS.map(({ name, off }) => [name, off])) as Record<
  FilterSetting,
  number
>;

/** Logits sorted once: ids in order (descending, ties by id), and each one's z − highest. */
export interface Sorted {
  order: Int32Array;
  below: Float64Array;
}

/** Throws RangeError for a logit that is no finite number. */
export function sorted(logits: ArrayLike<number>): Sorted {
  const size = logits.length;
  for (let id = 0; id < size; id++) {
    const logit = logits[id];
    if (!Number.isFinite(logit)) throw new RangeError(`The logit of token ${id} is ${logit}.`);
  }
  const order = logits instanceof Float32Array ? idsByLogit(logits) : compared(logits);
  const highest = logits[order[0] ?? 0] ?? 0;
  const below = new Float64Array(size);
  for (let place = 0; place < size; place++)
    below[place] = (logits[order[place] ?? 0] ?? 0) - highest;
  return { order, below };
}

/** A token that a constraint forbids, and how many of those that it allows are likelier. */
export interface Forbidden {
  id: number;
  place: number;
}

/** What a constraint leaves of an order, and the likeliest of what it takes; `allowed` by id. */
export function allowedOf(
  { order, below }: Sorted,
  allowed: Uint8Array,
  most: number,
): { sorted: Sorted; forbidden: Forbidden[] } {
  const places = [...order.keys()].filter((place) => allowed[order[place] ?? 0] === 1);
  const highest = below[places[0] ?? 0] ?? 0;
  const sorted = {
    order: Int32Array.from(places, (place) => order[place] ?? 0),
    below: Float64Array.from(places, (place) => (below[place] ?? 0) - highest),
  };
  const forbidden: Forbidden[] = [];
  for (let at = 0; at < order.length && forbidden.length < most; at++) {
    const id = order[at] ?? 0;
    if (allowed[id] !== 1) forbidden.push({ id, place: at - forbidden.length });
  }
  return { sorted, forbidden };
}

function compared(logits: ArrayLike<number>): Int32Array {
  return Int32Array.from(logits, (_, id) => id).sort(
    (a, b) => (logits[b] ?? 0) - (logits[a] ?? 0) || a - b,
  );
}

/** Every filter leaves the first `counts[filter]` tokens of the order. */
export class Narrowed {
  constructor(
    readonly order: Int32Array,
    readonly weights: Float64Array, // exp((z − highest) / T), in order
    readonly cumulative: Float64Array, // the running sum of the weights
    private readonly moments: Float64Array, // the running sum of weight · (z − highest) / T
    readonly counts: Record<FilterName, number>,
  ) {}

  /** How many tokens each filter left. */
  get byFilter(): Record<FilterSetting, number> {
    const counts = FILTER_ROWS.map(({ name }) => [name, this.counts[name]]);
    return Object.fromEntries(counts) as Record<FilterSetting, number>;
  }

  /** How many tokens are left in the end. */
  get size(): number {
    return this.counts[LAST];
  }

  /** The probability of the token at a place of the order; 0 where the filter has removed it. */
  p(filter: FilterName, place: number): number {
    return place < this.counts[filter] ? (this.weights[place] ?? 0) / this.total(filter) : 0;
  }

  /** The probabilities of the whole vocabulary (V,), by id. */
  probabilities(filter: FilterName): Float64Array {
    const p = new Float64Array(this.order.length);
    for (let place = 0; place < this.counts[filter]; place++) {
      p[this.order[place] ?? 0] = this.p(filter, place);
    }
    return p;
  }

  /** The part of the whole vocabulary's probability, at the temperature, that is left. */
  mass(filter: FilterName): number {
    return this.total(filter) / this.total("softmax");
  }

  /** How probable the survivors from a place of the order on are together. */
  tail(filter: FilterName, from: number): number {
    if (from >= this.counts[filter]) return 0;
    return 1 - (this.cumulative[from - 1] ?? 0) / this.total(filter);
  }

  /** −Σ p log p of what is left, in nats. */
  entropy(filter: FilterName): number {
    const total = this.total(filter);
    const moment = this.moments[this.counts[filter] - 1] ?? 0;
    return Math.max(Math.log(total) - moment / total, 0);
  }

  /** Where `u` in [0, 1) falls: the first place whose cumulative probability exceeds it. */
  at(u: number): number {
    const last = this.size - 1;
    const target = u * (this.cumulative[last] ?? 0);
    return Math.min(
      firstPlace(this.cumulative, last + 1, (sum) => sum > target),
      last,
    );
  }

  /** From where to where a survivor lies between 0 and 1. */
  stretch(place: number): [number, number] {
    const total = this.total(LAST);
    return [(this.cumulative[place - 1] ?? 0) / total, (this.cumulative[place] ?? 0) / total];
  }

  private total(filter: FilterName): number {
    return this.cumulative[this.counts[filter] - 1] ?? 0;
  }
}

/** At temperature 0 every filter leaves the likeliest token alone. */
export function narrow({ order, below }: Sorted, settings: Filters): Narrowed {
  const size = settings.temperature === 0 ? Math.min(1, order.length) : order.length;
  const weights = new Float64Array(size);
  const cumulative = new Float64Array(size);
  const moments = new Float64Array(size);
  let [sum, moment] = [0, 0];
  for (let place = 0; place < size; place++) {
    const scaled = size === 1 ? 0 : (below[place] ?? 0) / settings.temperature;
    const weight = Math.exp(scaled);
    if (weight > 0) moment += weight * scaled;
    sum += weight;
    weights[place] = weight;
    cumulative[place] = sum;
    moments[place] = moment;
  }
  const counts = countsOf({ weights, cumulative }, settings);
  return new Narrowed(order, weights, cumulative, moments, counts);
}

function countsOf(tokens: Weighted, settings: Filters): Record<FilterName, number> {
  let count = tokens.weights.length;
  const counts: Partial<Record<FilterName, number>> = { softmax: count };
  for (const { name, off, keep } of FILTER_ROWS) {
    const value = settings[name] ?? off;
    if (value !== off) count = keep(tokens, count, value);
    counts[name] = count;
  }
  return counts as Record<FilterName, number>;
}

/** How many weights, which fall from 1 on, reach the share `p` of the likeliest token's. */
function nearLikeliest({ weights }: Weighted, count: number, p: number): number {
  return firstPlace(weights, count, (weight) => weight < p);
}

/** How many of the first tokens it takes to reach the share p of their mass; at least one. */
function crossing({ cumulative }: Weighted, count: number, p: number): number {
  const target = p * (cumulative[count - 1] ?? 0);
  return Math.min(firstPlace(cumulative, count, (sum) => sum >= target) + 1, count);
}

/** The first place among `count` whose value passes; all values after it pass too. */
function firstPlace(
  values: Float64Array,
  count: number,
  passes: (value: number) => boolean,
): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(values[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The share of what top-k left that top-p kept: top-p counts its p in that, not in the whole. Null
 * where one of the two is off, or nothing is drawn.
 */
export function ofTopK(left: Narrowed, settings: Filters): number | null {
  const both = settings.top_k > 0 && settings.top_p < 1 && settings.temperature > 0;
  if (!both) return null;
  return left.mass("top_p") / left.mass("top_k");
}

// Token ids by falling logit, ties by rising id: a radix sort of float32 numbers (Knuth, volume 3,
// section 5.2.5), linear in the vocabulary and without a comparison.

const DIGIT = 11; // bits a pass; three passes hold the 32 of a float
const BUCKETS = 1 << DIGIT;
const PASSES = 3;

/** Of finite logits; −0 ties with 0. */
export function idsByLogit(logits: Float32Array): Int32Array {
  const keys = keysOf(logits);
  let ids = new Int32Array(logits.length);
  for (let id = 0; id < ids.length; id++) ids[id] = id;
  let spare = new Int32Array(logits.length);
  for (let pass = 0; pass < PASSES; pass++) {
    distribute(keys, pass * DIGIT, ids, spare);
    [ids, spare] = [spare, ids];
  }
  return ids;
}

/** Whole numbers that are smaller the larger a logit is: a float's own bits, turned over. */
function keysOf(logits: Float32Array): Uint32Array {
  const bits = new Int32Array(logits.length);
  const floats = new Float32Array(bits.buffer);
  const keys = new Uint32Array(logits.length);
  for (let id = 0; id < keys.length; id++) {
    floats[id] = (logits[id] ?? 0) + 0; // no −0
    const word = bits[id] ?? 0;
    keys[id] = word < 0 ? word : word ^ 0x7fffffff;
  }
  return keys;
}

/** One stable pass: `from` into `to`, by the digit that begins at bit `shift`. */
function distribute(keys: Uint32Array, shift: number, from: Int32Array, to: Int32Array): void {
  const next = new Int32Array(BUCKETS + 1); // where each bucket's next id goes
  for (const key of keys) {
    const after = ((key >>> shift) & (BUCKETS - 1)) + 1;
    next[after] = (next[after] ?? 0) + 1;
  }
  for (let bucket = 1; bucket < BUCKETS; bucket++)
    next[bucket] = (next[bucket] ?? 0) + (next[bucket - 1] ?? 0);
  for (const id of from) {
    const bucket = ((keys[id] ?? 0) >>> shift) & (BUCKETS - 1);
    const place = next[bucket] ?? 0;
    to[place] = id;
    next[bucket] = place + 1;
  }
}
