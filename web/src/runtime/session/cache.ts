// The keys and values of tokens that were read, in memory or on the graphics card, never written into.

import type { Tensor } from "onnxruntime-web";
import type { Session } from "./session";

/** What of a model's architecture the graph's tensors depend on. */
export interface Shape {
  vocabulary: number;
  layers: number;
  kv_heads: number;
  head_size: number;
  positions: string; // "learned" | "sinusoidal" | "rotary" | "none"
}

/** The keys and values of `length` tokens: two tensors a layer, (1, G, length, d) each. */
export interface Cache {
  length: number;
  tensors: readonly Tensor[];
}

export class Caches {
  readonly empty: Cache;
  readonly #lost: Tensor[] = [];
  readonly #registry = new FinalizationRegistry<readonly Tensor[]>((tensors) =>
    this.#lost.push(...tensors),
  );

  constructor(
    private readonly Tensor: typeof import("onnxruntime-web").Tensor,
    private readonly shape: Shape,
  ) {
    const tensors = Array.from({ length: 2 * shape.layers }, () =>
      this.#tensor(0, new Float32Array()),
    );
    this.empty = { length: 0, tensors };
  }

  /**
   * Of a run's outputs. That nobody holds the card's memory any more is known late, so whoever can
   * frees it.
   */
  of(length: number, tensors: readonly Tensor[]): Cache {
    const cache = { length, tensors };
    if (tensors.some(onCard)) this.#registry.register(cache, tensors, cache);
    return cache;
  }

  free(cache: Cache): void {
    this.#registry.unregister(cache);
    release(cache.tensors);
  }

  /** Between two runs: what was lost sight of is given back to the card. */
  sweep(): void {
    release(this.#lost.splice(0));
  }

  /** The cache of the first `length` tokens. */
  async cut(cache: Cache, length: number): Promise<Cache> {
    if (length === cache.length) return cache;
    const tensors: Tensor[] = [];
    for (const whole of cache.tensors) tensors.push(await this.#first(length, whole, cache.length));
    return { length, tensors };
  }

  async #first(length: number, tensor: Tensor, of: number): Promise<Tensor> {
    const { kv_heads, head_size } = this.shape;
    const data = (await tensor.getData(true)) as Float32Array; // from the card, once
    const stored = new Float32Array(kv_heads * length * head_size);
    for (let head = 0; head < kv_heads; head++) {
      const from = head * of * head_size;
      stored.set(data.subarray(from, from + length * head_size), head * length * head_size);
    }
    return this.#tensor(length, stored);
  }

  #tensor(length: number, data: Float32Array): Tensor {
    const { kv_heads, head_size } = this.shape;
    return new this.Tensor("float32", data, [1, kv_heads, length, head_size]);
  }
}

function onCard({ location }: Tensor): boolean {
  return location === "gpu-buffer";
}

function release(tensors: readonly Tensor[]): void {
  for (const tensor of tensors) if (onCard(tensor)) tensor.dispose();
}

// Prompts being read: what they begin with in common is read once, a piece at a time, so that a run
// can be given up in between.

const PIECE = 64; // tokens
const KEPT = 12; // prompts

export interface Reading {
  ids: readonly number[];
  cache: Cache;
  logits: Float32Array; // of what follows
  computed: number; // tokens that were not known from another prompt
}

export class Reader {
  #stored: Reading[] = []; // the latest last

  constructor(private readonly session: Session) {}

  /** At least one id. Rejects with the signal's reason. */
  async read(ids: readonly number[], signal: AbortSignal): Promise<Reading> {
    const known = this.#stored.find(
      (other) => common(other.ids, ids) === ids.length && other.ids.length === ids.length,
    );
    const result =
      known === undefined ? await this.#compute(ids, signal) : { ...known, computed: 0 };
    this.#stored = [...this.#stored.filter((other) => other !== known), result].slice(-KEPT);
    return result;
  }

  async #compute(ids: readonly number[], signal: AbortSignal): Promise<Reading> {
    const [shared, from] = await this.#longest(ids);
    let [cache, known] = [shared, from];
    for (;;) {
      signal.throwIfAborted();
      const next = Math.min(known + PIECE, ids.length);
      const piece = ids.slice(known, next);
      const result = await this.session.run(cache, piece, [piece.length - 1]);
      const [logits] = result.logits;
      if (cache !== shared) this.session.caches.free(cache);
      [cache, known] = [result.cache, next];
      if (next === ids.length && logits !== undefined)
        return { ids, cache, logits, computed: ids.length - from };
    }
  }

  /** The cache of the longest beginning that was read before, its last token left out. */
  async #longest(ids: readonly number[]): Promise<[Cache, number]> {
    const shared = (other: Reading) => Math.min(common(other.ids, ids), ids.length - 1);
    const best = this.#stored.reduce<Reading | null>(
      (a, b) => (a === null || shared(b) > shared(a) ? b : a),
      null,
    );
    const length = best === null ? 0 : shared(best);
    if (best === null || length === 0) return [this.session.caches.empty, 0];
    return [await this.session.caches.cut(best.cache, length), length];
  }
}

/** How many tokens two prompts begin with in common. */
function common(a: readonly number[], b: readonly number[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}
