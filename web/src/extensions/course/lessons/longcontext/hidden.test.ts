import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { keysOf, MOST_KEY, sharesOf, textOf } from "./hidden";

it("the text is that of the experiment, with the number where it is put", () => {
  const folder = "../../../../../../export/research/shotglass_research/experiments/series";
  const source = readFileSync(join(import.meta.dirname, folder, "longcontext.py"), "utf-8");
  const lines = textOf(12345, 3, 1).split("\n");
  expect(lines).toHaveLength(6);
  expect(lines[2]).toBe("The pass key is 12345. Remember it. 12345 is the pass key.");
  expect(lines[1]).toBe(lines[3]);
  for (const line of [lines[0], lines[1], lines.at(-1)]) expect(source).toContain(line);
});

it("the numbers are ten, none twice, the hidden one first, all of five digits", () => {
  for (const key of [10_000, 52_814, MOST_KEY]) {
    const keys = keysOf(key);
    expect(keys[0]).toBe(key);
    expect(new Set(keys).size).toBe(10);
    for (const each of keys) expect(String(each)).toMatch(/^\d{5}$/);
  }
});

it("shares are of the probability of all, also where each is tiny", () => {
  const shares = sharesOf([-900, -900 + Math.log(3)]);
  expect(shares[0]).toBeCloseTo(0.25);
  expect(shares[1]).toBeCloseTo(0.75);
});
