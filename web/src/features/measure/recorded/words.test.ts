// The sentences of what ships: each record has one in both languages, which begins with what qualifies it.

import { describe, expect, it } from "vitest";
import { loadEvidence, PLANS } from "../../../core/gallery/evidence";
import { findingOf, type Finding } from "../../../core/gallery/finding";
import { isSeldom } from "../../../core/gallery/formRule";
import { VERDICTS } from "../../../core/gallery/verdicts";
import { en } from "../../../words/en";
import { zh } from "../../../words/zh";

const evidence = await loadEvidence();
const recorded = evidence.models.flatMap(({ model }) =>
  VERDICTS.tasks.flatMap(({ id: task, sets }) =>
    sets.flatMap(({ set }) =>
      PLANS.flatMap((id): Finding[] => {
        const wish = { task, set, model: model.id };
        const finding = findingOf(id, wish, VERDICTS, evidence);
        return finding === null ? [] : [finding];
      }),
    ),
  ),
);
const of = (task: string, set: string) => {
  const finding = findingOf("examples", { task, set, model: null }, VERDICTS, null);
  if (finding === null) throw new Error(`${task}, ${set}`);
  return finding;
};

describe("a record's sentence", () => {
  it("is there with its reason and its line, in both languages", () => {
    expect(recorded.length).toBeGreaterThan(100);
    for (const { measure } of [en, zh]) {
      for (const finding of recorded) {
        const { headline, reason, line, rule } = measure.findings;
        const texts = [headline, reason, line, rule].map((text) => text(finding));
        for (const text of texts) expect(text).not.toMatch(/undefined|NaN|^$/);
      }
    }
  });
  it("begins with how seldom the answers are said, where form is under its rule", () => {
    for (const finding of recorded) {
      if (finding.id !== "examples" || finding.stamp === "form") continue;
      const seldom = isSeldom(finding.points.at(-1)?.form ?? null);
      expect(en.measure.findings.headline(finding).startsWith("It seldom says")).toBe(seldom);
    }
  });
  it("says which part of the rule was missed, and by how much", () => {
    const { headline, reason } = en.measure.findings;
    expect(headline(of("same-word", "opposite"))).toContain("*94\u202f%* after eight examples");
    expect(reason(of("same-word", "opposite"))).toMatch(/above 10\u202f%. It reaches down to 9\.3/);
    expect(reason(of("translation", "French"))).toContain("It reaches up to 0.1");
    expect(reason(of("copy-rule", "twice"))).toContain("right answers did not become more");
    expect(reason(of("plurals", "plural"))).toContain("30 questions turned right, 0 wrong");
  });
});
