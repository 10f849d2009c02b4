// The sentences of what ships: each record has one in both languages, which begins with what qualifies it.

import { describe, expect, it } from "vitest";
import { loadEvidence, PLANS } from "../../../core/gallery/evidence";
import { findingOf, type Finding } from "../../../core/gallery/finding";
import { isSeldom } from "../../../core/gallery/formRule";
import { VERDICTS } from "../../../core/gallery/verdicts";
import { en } from "../../../words/en";
import { zh } from "../../../words/zh";
import { rulesOf } from "./rules";

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
        const { headline, reason, line } = measure.findings;
        const texts = [headline, reason, line].map((text) => text(finding));
        for (const text of texts) expect(text).not.toMatch(/undefined|NaN|^$/);
      }
    }
  });
  it("has its rule in both languages", async () => {
    for (const language of ["en", "zh"] as const)
      for (const text of Object.values(await rulesOf(language))) expect(text).toMatch(/.{80}/);
  });
  it("begins with how seldom the answers are said, where form is under its rule", () => {
    for (const finding of recorded) {
      if (finding.stamp === "form") continue;
      const seldom =
        finding.id === "examples"
          ? isSeldom(finding.points.at(-1)?.form ?? null)
          : finding.points.every(({ form }) => isSeldom(form));
      expect(en.measure.findings.headline(finding).startsWith("It seldom says")).toBe(seldom);
    }
  });
  it("names its n under the question, in both languages", () => {
    for (const { measure } of [en, zh])
      for (const finding of recorded)
        expect(measure.findings.line(finding)).toContain(`n = ${finding.n}`);
  });
  it("puts a difference down to chance only where its interval contains 0", () => {
    for (const { stamp, judged } of recorded)
      if (stamp === "few" || stamp === "no") expect(judged?.low).toBeLessThanOrEqual(0);
  });
  it("says by its interval alone why a difference may be chance", () => {
    const few = recorded.filter(({ stamp, judged }) => stamp === "few" && judged !== null);
    expect(few.length).toBeGreaterThan(10);
    const wide = few.filter(({ judged }) => judged !== null && (judged.low ?? 0) <= -0.5);
    expect(wide).toHaveLength(4);
    for (const finding of few) {
      const nothing = wide.includes(finding);
      const why = `; corrected for ${finding.comparisons} comparisons, its interval ${nothing ? "reaches from far worse to far better, so it tells nothing" : "contains 0, so it may be chance"}.`;
      expect(en.measure.findings.reason(finding)).toContain(why);
      expect(zh.measure.findings.reason(finding)).toMatch(
        nothing ? /，所以什么也说明不了。$/ : /次比较校正后，区间包含 0，所以也许只是偶然。$/,
      );
    }
  });
  it("says in plain words that an interval from far worse to far better tells nothing", () => {
    const reviews = recorded.find(({ id, n, judged }) => id === "labels" && n === 48 && (judged?.low ?? 0) < -0.9); // prettier-ignore
    if (reviews === undefined) throw new Error("No interval is so wide.");
    const text = en.measure.findings.reason(reviews).replaceAll("\u202f", " ");
    expect(text).toBe(
      "A difference of +5.7 points [−90.7, +92.3]; corrected for 32 comparisons, its interval reaches from far worse to far better, so it tells nothing.",
    );
  });
  it("keeps a range within what can be", () => {
    const order = recorded.find(({ id, gain }) => id === "order" && gain === null);
    if (order === undefined) throw new Error("No order is recorded.");
    const wide = { ...order, stamp: "few", judged: { value: 0.1, low: -0.1, high: 1.2 } } as const;
    for (const { measure } of [en, zh])
      expect(measure.findings.reason(wide)).toContain("[0.0, 100.0]");
  });
  it("says which part of the rule was missed, and by how much", () => {
    const { headline, reason } = en.measure.findings;
    expect(headline(of("same-word", "opposite"))).toContain("*94\u202f%* after eight examples");
    expect(reason(of("same-word", "opposite"))).toMatch(
      /down to 9\.3\u202f%; the rule wants over 10/,
    );
    expect(reason(of("translation", "French"))).toContain("only up to 0.1");
    expect(reason(of("copy-rule", "twice"))).toContain("right answers did not become more");
    expect(reason(of("animal-or-food", "zib or mog"))).toContain("did not become more: 33");
    const fewer = "right answers became fewer: 2 questions turned right, 37 wrong.";
    expect(reason(of("reviews", "in turn"))).toContain(fewer);
    expect(zh.measure.findings.reason(of("reviews", "in turn"))).toContain("答对的变少了：2 题");
    expect(reason(of("plurals", "plural"))).toContain("30 questions turned right, 0 wrong");
  });
});
