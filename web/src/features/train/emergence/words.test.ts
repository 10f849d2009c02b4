import { describe, expect, it } from "vitest";
import { en } from "../../../words/en";
import { zh } from "../../../words/zh";
import type { Measured, Story } from "./emergence";

const point = (x: number, y: number): Measured => ({ step: x, x, y, low: y, high: y });
const SPLIT = "words from training";
const JUMP: Story = {
  happened: { kind: "jump", from: point(5e6, 0.5), to: point(7e6, 0.9), last: point(16e6, 0.99), share: 0.12 }, // prettier-ignore
  ...{ sudden: true, k: 8, chance: 0.5, axis: "tokens", running: false, start: null },
  ...{ split: SPLIT, beyond: null, seldom: false },
};
const EARLY: Story = {
  ...JUMP,
  happened: { kind: "early", first: point(0, 0.81), last: point(8e6, 0.89) },
};
const of = (story: Story, words = en) =>
  words.train.emergence.story(story).replaceAll("\u202f", " ");

describe("the sentence of a curve", () => {
  it("says in one what was learned, when, and against what", () => {
    expect(of(JUMP)).toBe(
      "For 5 M tokens it could only guess. Then, within 2 M tokens, it learned to use 8 examples: 99 % right at the end, where a guess gets 50 %.",
    );
  });
  it("takes nothing back: what holds of words from training only is said of them only", () => {
    const beyond = { split: "new words", last: point(16e6, 0.515), guess: true };
    expect(of({ ...JUMP, beyond })).toContain(
      `to use 8 examples, but only about ${SPLIT}: 99 % right at the end, 52 % about new words,`,
    );
    expect(of({ ...JUMP, beyond: { ...beyond, guess: false } })).not.toContain("but only");
    expect(of({ ...JUMP, beyond }, zh)).toContain(`但只限于${SPLIT}`);
  });
  it("names the run that one goes on from, where it began better than a guess", () => {
    expect(of(EARLY)).toMatch(/^Better than a guess from the first look on, with 8 examples: 81 %/);
    expect(of({ ...EARLY, start: "Prose only" })).toMatch(
      /^It goes on from “Prose only” and is better than a guess .* 81 % right at that look, 89 %/,
    );
    expect(of({ ...EARLY, start: "只读文章" }, zh)).toMatch(/^它接着“只读文章”往下训练/);
  });
  it("begins with how seldom the answers are said, where they hardly ever are", () => {
    expect(of({ ...JUMP, seldom: true })).toMatch(/^It seldom says any of the answers\. For/);
  });
});
