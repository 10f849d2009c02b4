import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { adjusted } from "./adjust";
import {
  type Choice,
  type DecodingSettings,
  choose,
  entropy,
  logSoftmax,
  filtered,
} from "./decoding";

const NAMES = ["softmax", "top_k", "top_p", "min_p"] as const;

type Case = Omit<Choice, "survivors"> & {
  name: string;
  logits: number[];
  settings: DecodingSettings;
  prompt: number[];
  generated: number[];
  sample: number;
  step: number;
  adjusted: number[];
  stages: Record<(typeof NAMES)[number], { ids: number[]; p: number[] }>;
  entropy: number;
};

const path = new URL("../../../../tests/contract/decoding.json", import.meta.url);
const golden = JSON.parse(readFileSync(path, "utf-8")) as {
  choices: Case[];
  penalised: Case[];
};
const CASES = [...golden.choices, ...golden.penalised];

describe("decoding equals the golden file", () => {
  it.each(CASES)("logits before the softmax: $name", ({ logits, settings, ...expected }) => {
    const made = adjusted(Float32Array.from(logits), settings, expected);
    expect(Array.from(made)).toEqual(expected.adjusted);
  });

  it.each(CASES)("stages: $name", ({ logits, settings, stages: expected, ...before }) => {
    const made = filtered(Float32Array.from(logits), settings, before);
    for (const name of NAMES) {
      expect(Array.from(made[name].ids)).toEqual(expected[name].ids);
      expectClose(made[name].p, expected[name].p);
    }
  });

  it.each(CASES)("choice: $name", ({ logits, settings, sample, step, ...expected }) => {
    const made = choose(logits, settings, sample, step, expected);
    const { id, rank, draw, logprob, survivors } = made;
    expect({ id, rank, draw }).toEqual({
      id: expected.id,
      rank: expected.rank,
      draw: expected.draw,
    });
    expectClose([logprob], [expected.logprob]);
    expect(survivors).toEqual({
      top_k: expected.stages.top_k.ids.length,
      top_p: expected.stages.top_p.ids.length,
      min_p: expected.stages.min_p.ids.length,
    });
  });

  it.each(CASES)("entropy: $name", ({ logits, entropy: expected }) => {
    expectClose([entropy(logSoftmax(logits))], [expected]);
  });
});

describe("decoding by its rules", () => {
  it.each([NaN, Infinity, -Infinity])("refuses a logit of %s", (value) => {
    expect(() => logSoftmax([0, value])).toThrow(RangeError);
  });
});

function expectClose(made: ArrayLike<number>, expected: number[]): void {
  expect(made.length).toBe(expected.length);
  expected.forEach((value, index) => {
    const gap = Math.abs((made[index] ?? NaN) - value);
    expect(gap).toBeLessThanOrEqual(1e-12 + 1e-9 * Math.abs(value));
  });
}
