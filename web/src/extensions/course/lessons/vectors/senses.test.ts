import { assert, expect, it } from "vitest";
import { lessonResult } from "../../views/lessons/lessons";
import { pointOf } from "../../../../core/experiments/result";
import { lastLayerOf, reachOf, rightOf, sentencesOf, wordsOf } from "./senses";

it("has ten sentences a word, five of each sense, and undecided ones at layer 0 alone", async () => {
  const result = await lessonResult("vectors");
  assert(result !== null);
  const words = wordsOf(result);
  expect(words).toHaveLength(10);
  for (const word of words) {
    const first = sentencesOf(result, word, 0);
    const counts = first.map(({ sense }) => first.filter((other) => other.sense === sense).length);
    expect(counts).toEqual(Array(10).fill(5));
    expect(first.every(({ margin }) => margin === 0)).toBe(true); // the same vector everywhere
    expect(reachOf(result, word)).toBeGreaterThan(0);
  }
});
it("counts as many right sentences as the experiment does", async () => {
  const result = await lessonResult("vectors");
  assert(result !== null);
  const last = lastLayerOf(result);
  for (const { x, y } of [0.5, 1].map((x) => pointOf(result, "smollm2-135m-before", String(x)))) {
    const all = wordsOf(result).flatMap((word) => sentencesOf(result, word, Number(x) * last));
    expect(rightOf(all) / all.length).toBeCloseTo(y, 2);
  }
});
