import { describe, expect, it } from "vitest";
import type { Plan } from "../../../core/measurement/plan";
import { QUESTION_IDS, questionFor } from "../questions/table";
import { CAUSE_QUESTIONS, fittedBeside, requestOf, searchOf } from "./search";

const plan = (items: number, pool = 0): Plan => ({
  model: "m",
  precision: null,
  prompt: { template: "{input}{output}" } as unknown as Plan["prompt"],
  items: Array.from({ length: items }, (_, i) => ({ input: `${i}`, expected: "a", labels: [] })),
  conditions: { k: [4], draws: 1, orders: 1, labels: [1], formats: ["own"], content_free: [] },
  other_model: null,
  shot_set: pool === 0 ? "set" : null,
  pool,
  seed: 3,
  difference: 0.1,
  balanced: pool > 0,
  heads_off: [],
});

describe("a question about causes", () => {
  it("asks a route of its own, and the others ask none", () => {
    const searched = QUESTION_IDS.filter((id) => searchOf(id) !== null);
    expect(searched).toEqual(CAUSE_QUESTIONS.map(({ id }) => id));
    expect(searchOf("examples")).toBeNull();
  });
  it("is never taken for the question of a record", () => {
    expect(questionFor(plan(8)).id).toBe("examples");
  });
  it("judges all items but those that something is taken from and those that are examples", () => {
    expect(requestOf("example", plan(32)).questions).toBe(32);
    expect(requestOf("head", plan(32 + fittedBeside("which-head"))).questions).toBe(32);
    expect(requestOf("vector", plan(32 + fittedBeside("which-vector") + 4, 4)).questions).toBe(32);
    expect(fittedBeside("labels")).toBe(0);
  });
  it("judges half of a few items, and one at least", () => {
    expect(requestOf("head", plan(10))).toMatchObject({ questions: 5, k: 4, seed: 3 });
    expect(requestOf("head", plan(1)).questions).toBe(1);
  });
});
