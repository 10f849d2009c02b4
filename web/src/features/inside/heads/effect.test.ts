import { describe, expect, it } from "vitest";
import { scoreOf } from "../../../core/testing";
import { contentsOf, probabilities } from "./effect";

const LABELS = [" faster", " slow"];

function scored(word: string, p: number) {
  const score = scoreOf({ " faster": 0.1, " slow": 0.3 });
  const labels = score.labels.map((label, i) => ({ ...label, ids: [i] }));
  const alternatives = [{ id: 9, text: word, p }];
  return { ...score, labels, next: { ...score.next, alternatives } };
}

describe("a glass of Inside", () => {
  it("holds the likeliest word beside the answers, as Compare's does", () => {
    const score = scored(" cow", 0.5);
    const held = contentsOf(score, LABELS, " slow");
    expect(held).toEqual({ answers: [...LABELS, " cow"], lead: 1, word: null });
    expect(probabilities(score, held.answers)).toEqual([0.1, 0.3, 0.5]);
  });
  it("holds the answers alone where one of them is the likeliest, or nothing is known yet", () => {
    expect(contentsOf(scored(" cow", 0.2), LABELS, " slow").answers).toEqual(LABELS);
    expect(contentsOf(null, LABELS, " slow").answers).toEqual(LABELS);
  });
  it("speaks of the likeliest word where no answer is expected", () => {
    const held = contentsOf(scored(" cow", 0.5), LABELS, undefined);
    expect(held).toEqual({ answers: [" cow", ...LABELS], lead: 0, word: " cow" });
  });
  it("finds the expected answer with or without its space, else takes the first", () => {
    expect(contentsOf(null, LABELS, "slow").lead).toBe(1);
    expect(contentsOf(null, LABELS, "quick").lead).toBe(0);
  });
});
