import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { adjusted } from "./processors";
import {
  type Choice,
  type DecodingSettings,
  choose,
  entropy,
  logSoftmax,
  filtered,
  strip,
} from "./decoding";
import type { TokenEvent } from "../api/events";
import { DEFAULTS } from "./settings";

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

function token(logits: Float32Array): TokenEvent {
  const { id, logprob, rank, draw, survivors } = choose(logits, DEFAULTS, 0, 0);
  const distribution = { alternatives: [], rest: 1, rest_tokens: logits.length, entropy: 0 };
  const place = { lane: "few", sample: 0, index: 0 };
  return {
    type: "token",
    ...place,
    id,
    piece: "",
    text: "",
    logprob,
    rank,
    distribution,
    survivors,
    draw,
  };
}

describe("strip", () => {
  const logits = Float32Array.from({ length: 40 }, (_, i) => Math.sin(i) * 3);
  it("runs from 0 to 1 and the number lies in the drawn token's part", () => {
    const result = strip(logits, token(logits), DEFAULTS);
    expect(result?.parts[0]?.from).toBe(0);
    expect(result?.parts.at(-1)?.to).toBeCloseTo(1);
    const part = result?.parts.find((item) => item.drawn);
    expect(part && result && part.from <= result.draw && result.draw < part.to).toBe(true);
  });
  it("is not drawn from logits that are not the token's", () => {
    const other = logits.map((value) => -value);
    expect(strip(other, token(logits), DEFAULTS)).toBeNull();
  });
});
