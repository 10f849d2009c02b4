import { describe, expect, it } from "vitest";
import type { Outcome } from "../../../core/prompting/relabelling";
import * as en from "./words.en";
import * as zh from "./words.zh";

const still: Outcome = {
  ...{ kind: "flipped", rotated: true, wrong: 4, shown: 4, says: "slow", aloud: true },
  ...{ before: "slow", turn: "same", way: { from: 0.66, to: 0.076 } },
};
const turned: Outcome = { ...still, rotated: false, says: "fast", turn: "turned" };
const sentence = ({ relabelled }: typeof en, outcome: Outcome) =>
  relabelled(outcome)
    .map(({ text }) => text)
    .join("")
    .replaceAll("\u202f", " ");

describe("what moved labels did", () => {
  it("is told with what moved, also where the answer stays", () => {
    expect(sentence(en, still)).toBe(
      "The labels are flipped, each for another; the model says slow as before, with 7.6 % instead of 66 %. On this one question the flipped labels ask for no other answer.",
    );
    expect(sentence(zh, still)).toBe(
      "标签已依次轮换；模型回答 slow，和之前一样，但概率从 66 % 变到 7.6 %。就这一个问题而言，换过的标签不要求别的回答。",
    );
    expect(sentence(en, { ...still, turn: "unturned" })).toContain("the answer did not turn");
    const level = { ...still, way: { from: 0.66, to: 0.661 } };
    expect(sentence(en, level)).toContain("says slow as before, with 66 %.");
    expect(sentence(zh, level)).toContain("概率也是 66 %。");
  });
  it("is told with the fall of the answer before, where it turned", () => {
    expect(sentence(en, turned)).toBe(
      "The labels are flipped; the model says fast. With the labels as they were it was “slow”, which goes from 66 % to 7.6 %: on this one question the answer turned with the labels.",
    );
    expect(sentence(zh, turned)).toContain("标签未动时是“slow”，它从 66 % 变到 7.6 %：");
  });
  it("is only what is said, while the answer before is not known", () => {
    const unknown = { ...turned, before: null, turn: null, way: null, aloud: false };
    expect(sentence(en, unknown)).toBe(
      "The labels are flipped; of the answers the model prefers fast.",
    );
    expect(sentence(zh, unknown)).toBe("标签已对调；在各答案中，模型更倾向于 fast。");
  });
});

it("speaks of the answers alone where none of them moved", () => {
  const nothing = { kind: "nothing", k: 4 } as const;
  expect(en.verdict(nothing)[0]?.text).toContain(
    "none of the answers changes by more than 1 point",
  );
  expect(zh.verdict(nothing)[0]?.text).toContain("没有一个答案的变化超过 1 个百分点");
});
