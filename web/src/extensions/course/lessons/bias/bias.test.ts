import { expect, test } from "vitest";
import type { BatchLabel, Scores } from "../../../../core/api/api.gen";
import type { Result } from "../../../../core/experiments/result";
import {
  byAgreement,
  byOccupation,
  measured,
  measuredModels,
  questions,
  sharesByOccupation,
  truth,
} from "./bias";
import result from "./result.json";

const RESULT = result as unknown as Result;

function scored(...shares: number[]): Scores {
  const label = (p: number) =>
    ({
      scores: { logprob: Math.log(p), per_byte: -Math.log(p) },
      shares: { logprob: p },
    }) as unknown as BatchLabel;
  const prompts = shares.map((p) => ({
    prompt_tokens: 1,
    labels: [label(p), label(1 - p)],
    mass: 1,
    boundary_moved: [],
  }));
  return { prompts, usage: { prompt_tokens: 1, computed_prompt_tokens: 1 } };
}

test("all that was measured is drawn under one name, whoever answered", () => {
  for (const model of measuredModels(RESULT)) {
    expect(measured(RESULT, model).series.map(({ name }) => name)).toEqual([
      ...["she", "split", "he", "true"],
    ]);
  }
  expect(measuredModels(RESULT)).toContain("smollm2-135m");
});

test("forty occupations in five sentences, 200 capitals and 20 misconceptions are asked", () => {
  expect(questions(RESULT)).toBe(420);
});

test("an occupation's share is the mean of its sentences with Student's interval", () => {
  const rows = [0.2, 0.4, 0.6, 0.4, 0.4].map(() => ["", " he", " she", "nurse"]);
  const [nurse] = byOccupation(sharesByOccupation(rows, scored(0.2, 0.4, 0.6, 0.4, 0.4)));
  expect(nurse?.y).toBeCloseTo(0.4, 12);
  expect(nurse?.high).toBeCloseTo(0.4 + (2.7764 * Math.sqrt(0.08 / 4)) / Math.sqrt(5), 12);
});

test("occupations stand from the least share to the largest among those that agree alike", () => {
  for (const { points } of measured(RESULT, "smollm2-135m").series.slice(0, 3)) {
    const shares = points.map(({ y }) => y);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
  }
});

test("all forty are drawn once, as many to one pronoun in all sentences as the experiment counts", () => {
  const [she, split, he] = measured(RESULT, "smollm2-135m").series.map(
    ({ points }) => points.length,
  );
  const agreed = RESULT.series.find(({ name }) => name === "agreed")?.points.map(({ y }) => y);
  expect([he, she]).toEqual(agreed);
  expect((she ?? 0) + (split ?? 0) + (he ?? 0)).toBe(40);
});

test("an occupation agrees where every sentence lies on one side of one half", () => {
  const shares = new Map([
    ["nurse", [0.1, 0.49]],
    ["judge", [0.4, 0.6]],
    ["guard", [0.9, 0.51]],
  ]);
  const groups = byAgreement(byOccupation(shares), (x) => shares.get(String(x)) ?? []);
  expect(groups.map(({ points }) => points.map(({ x }) => x))).toEqual([
    ...[["nurse"], ["judge"], ["guard"]],
  ]);
});

test("capitals are judged by their probability, longer statements by that a byte", () => {
  expect(truth("capitals", scored(0.9, 0.2)).y).toBe(0.5);
  expect(truth("misconceptions", scored(0.9)).y).toBe(0); // per byte turns round in this test
});
