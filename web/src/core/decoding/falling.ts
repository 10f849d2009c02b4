// Token ids by falling logit, ties by rising id: a radix sort of float32 numbers (Knuth, volume 3,
// section 5.2.5), linear in the vocabulary and without a comparison.

const DIGIT = 11; // bits a pass; three passes hold the 32 of a float
const BUCKETS = 1 << DIGIT;
const PASSES = 3;

/** Of finite logits; −0 ties with 0. */
export function fallingIds(logits: Float32Array): Int32Array {
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
