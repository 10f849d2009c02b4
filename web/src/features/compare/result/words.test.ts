import { describe, expect, it } from "vitest";
import type { Outcome } from "../../../core/prompting/relabelling";
import type { Segment } from "../../../core/text/segment";
import * as en from "./words.en";
import * as zh from "./words.zh";

const still: Outcome = {
  ...{ kind: "flipped", rotated: true, wrong: 4, shown: 4, says: "slow", aloud: true },
  ...{ before: "slow", turn: "same", way: { from: 0.66, to: 0.076 } },
};
const turned: Outcome = { ...still, rotated: false, says: "fast", turn: "turned" };
const plain = (text: string) => text.replaceAll("\u202f", " ");
const whole = (segments: readonly Segment[]) => plain(segments.map(({ text }) => text).join(""));
const sentence = ({ relabelled, turned }: typeof en, outcome: Outcome) =>
  [whole(relabelled(outcome)), plain(turned(outcome))].filter((text) => text !== "").join(" | ");

describe("what moved labels did", () => {
  it("is told with what moved, also where the answer stays", () => {
    expect(sentence(en, still)).toBe(
      "The labels are flipped; it says slow as before, with 7.6 % instead of 66 %. | “slow” is none of the labels that changed, so on this one question there is no other answer to turn to.",
    );
    expect(sentence(zh, still)).toBe(
      "标签已依次轮换；模型回答 slow，和之前一样，但概率从 66 % 变到 7.6 %。 | 换过的标签里没有“slow”，所以就这一个问题而言，没有别的回答可转。",
    );
    expect(sentence(en, { ...still, turn: "unturned" })).toContain("the answer did not turn");
    const level = { ...still, way: { from: 0.66, to: 0.661 } };
    expect(sentence(en, level)).toContain("says slow as before, with 66 %.");
    expect(sentence(zh, level)).toContain("概率也是 66 %。");
  });
  it("is told with the fall of the answer before, where it turned", () => {
    expect(sentence(en, turned)).toBe(
      "The labels are flipped; it says fast. | With the labels as they were it was “slow”, which goes from 66 % to 7.6 %: on this one question the answer turned with the labels.",
    );
    expect(sentence(zh, turned)).toContain("标签未动时是“slow”，它从 66 % 变到 7.6 %：");
  });
  it("is never called a turn with the labels where it went the other way", () => {
    const against = { ...turned, before: "Positive", says: "Negative", turn: "against" } as const;
    expect(sentence(en, against)).toContain(": on this one question the answer changed, against the labels."); // prettier-ignore
    expect(sentence(zh, against)).toContain("回答变了，却与标签所指的不符。");
    expect(sentence(en, { ...against, turn: "changed" })).toMatch(/the answer changed\.$/);
  });
  it("is only what is said, while the answer before is not known", () => {
    const unknown = { ...turned, before: null, turn: null, way: null, aloud: false };
    expect(sentence(en, unknown)).toBe("The labels are flipped; of the answers it prefers fast.");
    expect(sentence(zh, unknown)).toBe("标签已对调；在各答案中，模型更倾向于 fast。");
  });
});

it("says after a move of examples what the answer has in either order", () => {
  const way = { from: 0.66, to: 0.397 };
  expect(plain(en.reordered("slow", way))).toBe(
    "In the task’s own order “slow” has 66 %, in this one 40 %.",
  );
  expect(plain(zh.reordered("slow", way))).toBe(
    "按任务原来的顺序，“slow”的概率是 66 %，按现在的顺序是 40 %。",
  );
});

it("speaks of the answers alone where none of them moved", () => {
  const nothing = { kind: "nothing", k: 4 } as const;
  expect(en.verdict(nothing)[0]?.text).toContain(
    "none of the answers changes by more than 1 point",
  );
  expect(zh.verdict(nothing)[0]?.text).toContain("没有一个答案的变化超过 1 个百分点");
});

it("says beside the expected answer which word is likelier, as the likeliest next word", () => {
  const moo = { kind: "goes", k: 3, label: "moo", from: 0.0001, to: 0.0117 } as const;
  const cow = { word: "cow", p: 0.1386, answer: true, missed: "moo" };
  expect(whole(en.verdict(moo, cow))).toBe(
    "With three examples “moo” goes from under 0.1 % to 1.2 %; the likeliest next word is “cow”: 14 %, not the expected “moo”.",
  );
  expect(whole(en.verdict(moo))).toBe("With three examples “moo” goes from under 0.1 % to 1.2 %.");
  const begun = { word: "mo…", p: 0.3227, answer: false, missed: null };
  expect(whole(en.verdict({ kind: "nothing", k: 1 }, begun))).toBe(
    "With one example none of the answers changes by more than 1 point; the likeliest next word is “mo…”: 32 %.",
  );
  expect(whole(zh.verdict(moo, cow))).toBe(
    "有 3 个例子时，“moo”从不到 0.1 % 变到 1.2 %；最可能的下一个词是“cow”，概率 14 %，不是预期的“moo”。",
  );
});

it("tells the change of the word that rose, where no answer did", () => {
  const short = {
    kind: "word",
    k: 4,
    word: "short",
    under: false,
    from: 0.0004,
    to: 0.086,
  } as const;
  const missed = { label: "brief", p: 0.005 };
  expect(whole(en.verdict({ ...short, missed }))).toBe(
    "With four examples “short” goes from under 0.1 % to 8.6 %; the expected “brief” has 0.5 %.",
  );
  expect(whole(en.verdict({ ...short, under: true, from: 0.004, missed: null }))).toBe(
    "With four examples “short” goes from under 0.4 % to 8.6 %; no answer changes by more than 1 point.",
  );
  expect(whole(zh.verdict({ ...short, missed }))).toBe(
    "有 4 个例子时，“short”从不到 0.1 % 变到 8.6 %；预期的“brief”只有 0.5 %。",
  );
  expect(whole(zh.verdict({ ...short, under: true, from: 0.004, missed: null }))).toContain(
    "从不到 0.4 % 变到 8.6 %；没有一个答案",
  );
});

it("says that another answer than the expected one leads, where the lead stays", () => {
  const review = { kind: "together", k: 4, same: true, from: 0.14, to: 0.88 } as const;
  const positive = { word: "Positive", p: 0.55, answer: true, missed: "Negative" };
  expect(whole(en.verdict(review, positive))).toBe(
    "With four examples all answers together go from 14 % to 88 %; “Positive” still leads, not the expected “Negative”.",
  );
  expect(whole(zh.verdict(review, positive))).toBe(
    "有 4 个例子时，全部答案合起来从 14 % 变到 88 %；领先的仍是“Positive”，不是预期的“Negative”。",
  );
  expect(whole(en.verdict(review))).toContain("; which of them leads stays.");
  const none = { ...positive, word: "the", answer: false };
  expect(whole(en.verdict(review, none))).toContain(
    "; the likeliest next word is “the”: 55 %, not the expected “Negative”.",
  );
  expect(whole(en.verdict({ ...review, same: false }, positive))).toContain("is “Positive”: 55 %");
});

describe("where no answer is expected", () => {
  const cat = { k: 3, word: "cat", p: 0.382 };
  it("speaks of the likeliest next word, and of the one without examples", () => {
    expect(whole(en.likeliestNow(cat))).toBe(
      "With three examples the likeliest next word is “cat”: 38 %.",
    );
    expect(whole(zh.likeliestNow(cat))).toBe("有 3 个例子时，最可能的下一个词是“cat”，概率 38 %。");
    const none = { k: 0, word: "the", p: 0.041 };
    expect(whole(en.likeliestNow(none))).toContain("With no example the likeliest next word");
    expect(plain(en.likeliestBefore(none))).toBe("With no example it is “the”: 4.1 %.");
    expect(plain(zh.likeliestBefore(none))).toBe("没有例子时是“the”，概率 4.1 %。");
  });
});
