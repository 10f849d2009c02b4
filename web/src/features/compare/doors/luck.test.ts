import { describe, expect, it } from "vitest";
import { loadEvidence } from "../../../core/gallery/evidence";
import { VERDICTS } from "../../../core/gallery/verdicts";
import { luckOf } from "./luck";
import { luckFact as en } from "./words.en";
import { luckFact as zh } from "./words.zh";

const evidence = await loadEvidence();
const place = { task: "same-word", set: "opposite" };
const plain = (text: string) => text.replaceAll("\u202f", " ");
function factOf(model: string | null, words = en): string | null {
  const finding = luckOf({ ...place, model }, VERDICTS, evidence);
  return finding && plain(words(finding));
}

describe("the door to Measure", () => {
  it("says among how many answers, how likely any of them is, and that it is no verdict", () => {
    const fact = "220 questions: right among four 75 → 94 %, any of four 12 %. No verdict.";
    expect(factOf(null)).toBe(fact);
    expect(factOf(VERDICTS.model.id)).toBe(fact);
    expect(factOf(null, zh)).toBe(
      "220 个问题：4 个答案中选对 75 → 94 %，说出其中任何一个 12 %。不下结论。",
    );
  });
  it("cites the record of the model in use", () => {
    expect(factOf("house-gpt2")).toBe(
      "48 questions: right among four 92 → 87 %, any of four 0.1 %. Too few to tell.",
    );
    expect(factOf("house-prose", zh)).toContain("48 个问题：4 个答案中选对 90 → 83 %");
  });
  it("cites no other model's where it has none of the one in use", () => {
    expect(factOf("house-other")).toBeNull();
    expect(luckOf({ ...place, model: "house-gpt2" }, VERDICTS, null)).toBeNull();
  });
  it("cites no other model's on any task, with any examples, before and after they are fetched", () => {
    const models = [...evidence.models.map(({ model }) => model.id), "another", null];
    for (const { id: task, sets } of VERDICTS.tasks)
      for (const { set } of sets)
        for (const model of models)
          for (const known of [evidence, null]) {
            const finding = luckOf({ task, set, model }, VERDICTS, known);
            const cited = finding?.model.id ?? null;
            expect([null, model ?? VERDICTS.model.id]).toContain(cited);
          }
  });
  it("leaves a verdict to Measure where there is one", () => {
    const finding = luckOf({ task: "plurals", set: "plural", model: null }, VERDICTS, evidence);
    expect(finding && plain(en(finding))).toMatch(/, either .* %\.$/);
  });
});
