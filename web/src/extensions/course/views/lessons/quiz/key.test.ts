// Each lesson's question has one right answer, which its result or its own numbers say.

import { describe, expect, it } from "vitest";
import type { Result, Series } from "../../../../../core/experiments/result";
import { IDS, keyOf, lessonOf, lessonPage, lessonResult, type Opened } from "../lessons";
import { rightChoice } from "./key";

const ASKS_A_MODEL = ["shots", "misuse"]; // asked in the browser

async function placeOf(id: string, result: Result | null): Promise<number> {
  const page = await lessonPage(id, "en");
  return keyOf({ ...page, lesson: lessonOf(id), result, Figure: null, Stock: null } as Opened);
}

describe("a lesson's question", () => {
  it.each(IDS.filter((id) => !ASKS_A_MODEL.includes(id)))("%s has one right answer", async (id) => {
    const { quiz } = await lessonPage(id, "en");
    const place = await placeOf(id, await lessonResult(id));
    expect(quiz.choices[place]).toBeDefined();
  });
  it("has another right answer where the result is another", async () => {
    const result = (await lessonResult("bayes")) as Result;
    const worse = (name: string) => (item: Series) =>
      item.name === name
        ? { ...item, points: item.points.map((point) => ({ ...point, y: 9 })) }
        : item;
    const others = (result.others ?? []).map((other) => {
      return { ...other, series: other.series.map(worse("kl-lstm")) };
    });
    expect(await placeOf("bayes", result)).toBe(1);
    expect(await placeOf("bayes", { ...result, others })).toBe(0);
    const values = ["held", "refuted", "null"] as const;
    const choices = values.map((value) => ({ say: value, value }));
    const quiz = { ask: "?", right: "outcome", choices } as const;
    for (const outcome of values)
      expect(values[rightChoice(quiz, { ...result, outcome }, {})]).toBe(outcome);
  });
  it("says that two choices are right, or that a value is missing", () => {
    const choices = [
      { say: "a", value: 1 },
      { say: "b", value: 3 },
    ];
    expect(() =>
      rightChoice({ ask: "?", right: "nearest", to: "x", choices }, null, { x: 2 }),
    ).toThrow("2 choices are right");
    expect(() => rightChoice({ ask: "?", right: "nearest", to: "y", choices }, null, {})).toThrow(
      "There is no value y",
    );
  });
});
