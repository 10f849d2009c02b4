// Prompts being read: what they begin with in common is read once, a piece at a time, so that a run
// can be given up in between.

import type { Cache } from "./cache";
import type { Session } from "./session";

const PIECE = 64; // tokens
const KEPT = 12; // prompts

export interface Reading {
  ids: readonly number[];
  cache: Cache;
  logits: Float32Array; // of what follows
  computed: number; // tokens that were not known from another prompt
}

export class Reader {
  #kept: Reading[] = []; // the latest last

  constructor(private readonly session: Session) {}

  /** At least one id. Rejects with the signal's reason. */
  async read(ids: readonly number[], signal: AbortSignal): Promise<Reading> {
    const known = this.#kept.find(
      (other) => common(other.ids, ids) === ids.length && other.ids.length === ids.length,
    );
    const found =
      known === undefined ? await this.#compute(ids, signal) : { ...known, computed: 0 };
    this.#kept = [...this.#kept.filter((other) => other !== known), found].slice(-KEPT);
    return found;
  }

  async #compute(ids: readonly number[], signal: AbortSignal): Promise<Reading> {
    const [shared, from] = await this.#longest(ids);
    let [cache, known] = [shared, from];
    for (;;) {
      signal.throwIfAborted();
      const next = Math.min(known + PIECE, ids.length);
      const piece = ids.slice(known, next);
      const found = await this.session.run(cache, piece, [piece.length - 1]);
      const [logits] = found.logits;
      if (cache !== shared) this.session.caches.free(cache);
      [cache, known] = [found.cache, next];
      if (next === ids.length && logits !== undefined)
        return { ids, cache, logits, computed: ids.length - from };
    }
  }

  /** The cache of the longest beginning that was read before, its last token left out. */
  async #longest(ids: readonly number[]): Promise<[Cache, number]> {
    const shared = (other: Reading) => Math.min(common(other.ids, ids), ids.length - 1);
    const best = this.#kept.reduce<Reading | null>(
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
