import { describe, expect, it } from "vitest";
import { comparison, isRight, rightShare } from "./questions";
import type { QuestionsLine, RepeatedQuestion } from "../runs/trainingRun";
import { start, step } from "../runs/testing";

const item = (input: string, says: string): RepeatedQuestion => ({ input, expected: "yes", says });

function look(n: number, right: number | null, ...items: RepeatedQuestion[]): QuestionsLine {
  return { kind: "questions", step: n, tokens: 9 * n, n: 20, right, nats: 1, items };
}

const first = look(0, 10, item("a", "no"), item("b", "yes"));
const middle = look(5, 15, item("a", "no"), item("b", "yes"));
const last = look(9, 20, item("a", "yes"), item("b", "yes"));
const lines = [start(), first, step(5), middle, last];

describe("the same questions", () => {
  it("are compared between the first look and the latest", () => {
    const both = comparison(lines, null);
    expect([both?.before.step, both?.now.step]).toEqual([0, 9]);
    expect(both?.answered.map(({ before, now }) => [before.says, now.says])).toEqual([
      ["no", "yes"],
      ["yes", "yes"],
    ]);
  });
  it("are read off at a step: the last look up to it", () => {
    expect(comparison(lines, 8)?.now.step).toBe(5);
    expect(comparison(lines, 0)?.now.step).toBe(0);
  });
  it("are not there before the first look", () => {
    expect(comparison([start(), step(1)], null)).toBeNull();
  });
  it("leave out what is not the same question", () => {
    const other = look(9, 20, item("a", "yes"), item("c", "yes"));
    expect(comparison([first, other], null)?.answered).toHaveLength(1);
  });
});

describe("right answers", () => {
  it("are a share with its interval, which holds it", () => {
    const share = rightShare(middle);
    expect(share?.p).toBe(0.75);
    expect(share?.low).toBeLessThan(0.75);
    expect(share?.high).toBeGreaterThan(0.75);
  });
  it("have no share where answers are free", () => {
    expect(rightShare(look(1, null))).toBeNull();
  });
  it("are so with other white space around them", () => {
    expect(isRight(item("a", " yes\n"))).toBe(true);
    expect(isRight(item("a", "no"))).toBe(false);
  });
});
