import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Words4, philox4x32, uniform } from "./philox";

interface Golden {
  philox: { counter: Words4; key: [number, number]; words: number[] }[];
  uniforms: { seed: number; sample: number; step: number; u: number }[];
}

const path = new URL("../../../../tests/contract/decoding.json", import.meta.url);
const golden = JSON.parse(readFileSync(path, "utf-8")) as Golden;

describe("philox", () => {
  it.each(golden.philox)("equals the published vector for $counter", ({ counter, key, words }) => {
    expect(philox4x32(counter, key)).toEqual(words);
  });

  it.each(golden.uniforms)("is exact for $seed, $sample, $step", ({ seed, sample, step, u }) => {
    expect(uniform(seed, sample, step)).toBe(u);
  });

  it("equals 64-bit arithmetic on many counters", () => {
    for (let step = 0; step < 500; step++) {
      const counter: Words4 = [step * 8589933 + 7, 4294967295 - step, step, step * step];
      const key = [step * 65537, 4000000000 + step] as const;
      expect(philox4x32(counter, key)).toEqual(exactly(counter, key));
    }
  });
});

/** The same in BigInt: slow and without any care for carries. */
function exactly(counter: Words4, key: readonly [number, number]): number[] {
  const mask = 0xffffffffn;
  let [c0, c1, c2, c3] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key.map(BigInt) as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const [first, second] = [c0 * 0xd2511f53n, c2 * 0xcd9e8d57n];
    [c0, c1] = [(second >> 32n) ^ c1 ^ k0, second & mask];
    [c2, c3] = [(first >> 32n) ^ c3 ^ k1, first & mask];
    [k0, k1] = [(k0 + 0x9e3779b9n) & mask, (k1 + 0xbb67ae85n) & mask];
  }
  return [c0, c1, c2, c3].map(Number);
}
