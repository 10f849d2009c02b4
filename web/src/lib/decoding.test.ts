import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  type Choice,
  type DecodingSettings,
  choose,
  entropy,
  logSoftmax,
  stages,
} from "./decoding";

const NAMES = ["softmax", "top_k", "top_p"] as const;

interface Golden {
  choices: (Omit<Choice, "survivors"> & {
    name: string;
    logits: number[];
    settings: DecodingSettings;
    sample: number;
    step: number;
    stages: Record<(typeof NAMES)[number], { ids: number[]; p: number[] }>;
    entropy: number;
  })[];
}

const path = new URL("../../../tests/contract/decoding.json", import.meta.url);
const golden = JSON.parse(readFileSync(path, "utf-8")) as Golden;

describe("decoding equals the golden file", () => {
  it.each(golden.choices)("stages: $name", ({ logits, settings, stages: expected }) => {
    const made = stages(Float32Array.from(logits), settings);
    for (const name of NAMES) {
      expect(Array.from(made[name].ids)).toEqual(expected[name].ids);
      expectClose(made[name].p, expected[name].p);
    }
  });

  it.each(golden.choices)("choice: $name", ({ logits, settings, sample, step, ...expected }) => {
    const { id, rank, draw, logprob, survivors } = choose(logits, settings, sample, step);
    expect({ id, rank, draw }).toEqual({
      id: expected.id,
      rank: expected.rank,
      draw: expected.draw,
    });
    expectClose([logprob], [expected.logprob]);
    expect(survivors).toEqual({
      top_k: expected.stages.top_k.ids.length,
      top_p: expected.stages.top_p.ids.length,
    });
  });

  it.each(golden.choices)("entropy: $name", ({ logits, entropy: expected }) => {
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
