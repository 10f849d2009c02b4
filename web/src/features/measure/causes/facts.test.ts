import { describe, expect, it } from "vitest";
import type { Interval } from "../../../core/api/api.gen";
import { isApart } from "../../../core/measurement/bounds";
import { exampleFacts, headFacts, vectorFacts } from "./facts";

const at = (value: number, low = value, high = value): Interval => ({ value, low, high });
const example = (input: string, hidden: Interval) => ({
  input,
  output: " x",
  deleted: at(0),
  hidden,
  answer_hidden: at(0),
  attention: at(0.1),
});
const examples = (...all: Interval[]) => ({
  n: 32,
  log_odds: at(1),
  first_token: at(0.5),
  examples: all.map((hidden, i) => example(String(i), hidden)),
  correlations: [
    { one: "hidden" as const, other: "attention" as const, correlation: at(0.4, 0.1, 0.6) },
    { one: "deleted" as const, other: "hidden" as const, correlation: null },
  ],
  readings: [],
});

describe("the example that matters most", () => {
  it("is the one whose hiding moves the answer most, in either direction", () => {
    const { most, attention } = exampleFacts(examples(at(0.5, 0.2, 0.9), at(-0.8, -1, -0.6)));
    expect(most?.place).toBe(1);
    expect(attention?.value).toBe(0.4);
  });
  it("is none where every interval contains 0", () => {
    expect(exampleFacts(examples(at(2, -0.1, 4), at(0))).most).toBeNull();
  });
  it("is never one whose interval ends at 0", () => {
    expect(isApart(at(1, 0, 2))).toBe(false);
    expect(isApart(at(-1, -2, -0.5))).toBe(true);
  });
});

const off = (by: "answers" | "prefix" | "previous" | "random", share: number, right: number) => ({
  by,
  ablating: "zero" as const,
  share,
  heads: 100 * share,
  right: at(right),
  form: at(0.5),
  right_change: at(0),
  form_change: at(0),
});
const contrast = (by: "answers" | "prefix", share: number, value: number) => ({
  by,
  other: "random" as const,
  ablating: "zero" as const,
  share,
  right: at(value),
  form: at(0),
});

describe("heads that are switched off", () => {
  const figures = {
    n: 16,
    draws: 5,
    right: at(0.9),
    form: at(0.6),
    rankings: [],
    ablations: [off("answers", 0.01, 0.8), off("answers", 0.1, 0.3), off("random", 0.1, 0.85)],
    contrasts: [contrast("answers", 0.01, -0.1), contrast("answers", 0.1, -0.55)],
  };
  it("are told of at the largest share, against as many random ones", () => {
    const facts = headFacts(figures, "zero");
    expect(facts?.heads).toBe(10);
    expect(facts?.sets.map(({ by, against }) => [by, against.right.value])).toEqual([
      ["answers", -0.55],
    ]);
  });
  it("are none where none was switched off so", () => {
    expect(headFacts(figures, "mean")).toBeNull();
  });
});

describe("vectors", () => {
  const outcome = (right: number) => ({ right: at(right), form: at(0.2) });
  it("are told of at the layer that was chosen on the other half", () => {
    const effect = {
      kind: "task" as const,
      layers: [
        { layer: 1, choosing: outcome(0.2), judged: outcome(0.9) },
        { layer: 2, choosing: outcome(0.8), judged: outcome(0.6) },
      ],
      chosen: 2,
      from_none_right: at(0.4),
      from_none_form: at(0),
      from_examples_right: at(-0.2),
      from_examples_form: at(0),
    };
    const facts = vectorFacts({
      n: 16,
      choosing: 16,
      none: outcome(0.2),
      examples: outcome(0.8),
      heads: [],
      vectors: [effect],
    });
    expect(facts.vectors[0]?.at.right.value).toBe(0.6);
  });
});
