// Named random numbers: Philox4x32-10 (Salmon et al., SC 2011), the twin of decoding/philox.py.
// tests/contract/decoding.json holds both together.

export type Words4 = readonly [number, number, number, number];

const ROUNDS = 10;
const MULTIPLIERS = [0xd2511f53, 0xcd9e8d57] as const;
const WEYL = [0x9e3779b9, 0xbb67ae85] as const; // added to the key each round

/** Four random words of 32 bits, unsigned, from four counter words and two key words. */
export function philox4x32(counter: Words4, key: readonly [number, number]): Words4 {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = highWord(MULTIPLIERS[0], c0);
    const high2 = highWord(MULTIPLIERS[1], c2);
    const low0 = Math.imul(MULTIPLIERS[0], c0);
    const low2 = Math.imul(MULTIPLIERS[1], c2);
    [c0, c1, c2, c3] = [high2 ^ c1 ^ k0, low2, high0 ^ c3 ^ k1, low0];
    k0 = (k0 + WEYL[0]) | 0;
    k1 = (k1 + WEYL[1]) | 0;
  }
  return [c0 >>> 0, c1 >>> 0, c2 >>> 0, c3 >>> 0];
}

/** A number in [0, 1) of 53 random bits; seed < 2^53, sample and step < 2^32. */
export function uniform(seed: number, sample: number, step: number): number {
  const key = [seed % 2 ** 32, Math.floor(seed / 2 ** 32)] as const;
  const [high, low] = philox4x32([step, sample, 0, 0], key);
  return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
}

/** The upper 32 bits of a 64-bit product, from 16-bit halves: no product exceeds 2^53. */
function highWord(a: number, b: number): number {
  const [aHigh, aLow, bHigh, bLow] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle % 0x10000);
  return aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000);
}
