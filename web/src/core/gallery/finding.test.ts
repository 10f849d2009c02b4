// What ships with the page answers the questions of Measure as its own records do.

import { describe, expect, it } from "vitest";
import { loadEvidence, PLANS } from "./evidence";
import { findingOf } from "./finding";
import { FORM_RULE, isSeldom, rangeOf } from "./formRule";
import { VERDICTS } from "./verdicts";

const evidence = await loadEvidence();
const { id: shipped } = VERDICTS.model;
const wish = (task: string, set: string, model: string | null = shipped) => ({ task, set, model });
const sets = VERDICTS.tasks.flatMap(({ id, sets }) => sets.map((verdict) => ({ id, verdict })));

describe("whether more examples help", () => {
  it.each(sets)("is answered by the verdict on $id, $verdict.set", ({ id, verdict }) => {
    const finding = findingOf("examples", wish(id, verdict.set), VERDICTS, null);
    const stamp = { "task learned": "task", "form learned": "form", null: "none" }[verdict.verdict];
    expect(finding?.stamp).toBe(stamp);
    expect(finding?.points.map(({ at, right }) => [at, right.value])).toEqual(
      verdict.by_k.map(({ k, right }) => [k, right[0]]),
    );
    const last = verdict.by_k.at(-1)?.form ?? [0, 0, 0];
    expect(isSeldom(finding?.points.at(-1)?.form ?? null)).toBe(last[1] <= FORM_RULE);
    if (stamp === "task") expect(last[1]).toBeGreaterThan(FORM_RULE);
  });
  it("is answered for another model by its own evidence, where there is any", () => {
    const own = findingOf("examples", wish("same-word", "opposite", "house-gpt2"), VERDICTS, evidence); // prettier-ignore
    expect(own).toMatchObject({ model: { id: "house-gpt2" }, gain: null });
    const other = findingOf("examples", wish("same-word", "comparative", "house-gpt2"), VERDICTS, evidence); // prettier-ignore
    expect(other?.model.id).toBe(shipped);
  });
});

describe("the other questions", () => {
  const answers = { yes: "yes", reverse: "reverse", no: "no", "not enough": "few" };
  it.each(["order", "labels", "format"] as const)("%s is answered as it was judged", (id) => {
    for (const { id: task, set, plans } of evidence.models[0]?.tasks ?? []) {
      const finding = findingOf(id, wish(task, set), VERDICTS, evidence);
      const plan = plans[id];
      if (plan == null) expect(finding).toBeNull();
      else {
        expect(finding?.stamp).toBe(answers[plan.answer]);
        expect(finding?.judged?.value).toBe(plan.figure[0]);
        if (finding === null || id === "labels") continue;
        const [lowest, highest] = rangeOf(finding).map(({ right }) => right.value);
        expect((highest ?? 0) - (lowest ?? 0)).toBeCloseTo(plan.figure[0], 3);
      }
    }
  });
  it("have no record before the evidence is there, of another set, or of a question that it lacks", () => {
    expect(findingOf("order", wish("same-word", "opposite"), VERDICTS, null)).toBeNull();
    expect(findingOf("order", wish("same-word", "CAPITALS"), VERDICTS, evidence)).toBeNull();
    expect(findingOf("which-head", wish("same-word", "opposite"), VERDICTS, evidence)).toBeNull();
  });
  it("go from all answers wrong to all right", () => {
    const labels = findingOf("labels", wish("reviews", "in turn"), VERDICTS, evidence);
    expect(labels?.points.map(({ at }) => at)).toEqual([0, 0.5, 1]);
    expect(PLANS).toContain("labels");
  });
});
