import { describe, expect, it } from "vitest";
import type { TaskComparison } from "../api/api.gen";
import { differenceText, isShare, logFacts, meanText } from "./logComparison";

const interval = (value: number, low: number, high: number) => ({ value, low, high });

function task(answer: TaskComparison["difference"]["answer"], model = "b"): TaskComparison {
  const run = { task: "sums", right: interval(0.5, 0.25, 0.75), only: 0, status: "" };
  return {
    metric: "acc", metrics: ["acc"], kind: "right or wrong", n: 12, paired_by: "id", unscored: 0,
    runs: [{ ...run, model: "a" }, { ...run, model }], span: 1, detectable: 0.5, differing: 0,
    disagreements: [],
    difference: {
      change: interval(0.125, -0.25, 0.5), gained: 3, lost: 1, p: 0.5, holm: 0.5, answer,
      level: 0.95, draws: 1,
    },
  }; // prettier-ignore
}

describe("a comparison of logs", () => {
  it("counts its tasks by their answer", () => {
    const tasks = [task("higher"), task("higher"), task("lower"), task("not enough")];
    const facts = logFacts({ smallest: 0.1, tasks });
    expect([facts.higher, facts.lower, facts.rest]).toEqual([2, 1, 1]);
    expect([facts.first, facts.second]).toEqual(["a", "b"]);
  });
  it("names no model of a side that has several", () => {
    const facts = logFacts({ smallest: 0.1, tasks: [task("higher"), task("higher", "c")] });
    expect([facts.first, facts.second]).toEqual(["a", ""]);
  });
  it("writes shares in percent and points, and other scores as they are", () => {
    const share = task("higher");
    expect(meanText(share, share.runs[0].right)).toBe("50.0 [25.0, 75.0]");
    expect(differenceText(share)).toBe("+12.5 [−25.0, +50.0]");
    const [first, second] = share.runs;
    const scores: TaskComparison = {
      ...share,
      span: 4,
      runs: [{ ...first, right: interval(3, 2, 4) }, second],
    };
    expect(meanText(scores, scores.runs[0].right)).toBe("3.000 [2.000, 4.000]");
    expect(differenceText(scores)).toBe("0.125 [−0.250, 0.500]");
  });
  it("takes a span of 1 beyond 0 and 1 for no share", () => {
    const beyond = task("higher");
    beyond.runs[0].right = interval(3.5, 3.2, 3.8);
    expect(isShare(beyond)).toBe(false);
  });
});
