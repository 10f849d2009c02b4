// One name for one thing: words that another one has replaced stand nowhere in the interface.

import { describe, expect, it } from "vitest";
import { interfaceWords, spoken } from "../app/testing";

/** By language: what is retired, and what is said instead. */
const RETIRED: Record<"en" | "zh", [RegExp, string][]> = {
  en: [
    [/\blanes?\b/i, "prompt"],
    [/(?<![-\w])\bshots?\b/i, "example"],
    [/\bk-shot\b|\bk = \d/i, "examples"],
    [/\blisted answers?\b|\blargest of the listed\b|\banswers on the axis\b/i, "answers"],
    [/\bitems?\b/i, "question"],
    [/\bdraws? of (the )?examples\b/i, "sets of examples"],
    [/\bchoice: |^choice$/i, "share"],
    [/\bmass\b/i, "probability"],
    [/\beven share\b/i, "an even split"],
    [/\bcolors?\b/i, "colour"],
    [/\p{L}'(\p{L}|$)/u, "’"],
  ],
  zh: [
    [/示例|样例/, "例子"],
    [/条目|题目/, "问题"],
    [/份额/, "占比"],
    [/列出的(其他)?答案|所列答案/, "答案"],
    [/推理栏|这一栏|各栏/, "提示"],
    [/选择：|^选择$/, "占比"],
    [/k 样本|k = \d/, "例子"],
  ],
};

describe.each(["en", "zh"] as const)("the words in %s", (language) => {
  it.each(RETIRED[language])("hold nothing that is retired: %s is %s", async (retired) => {
    const words = spoken(await interfaceWords(language));
    expect(words.filter(([, text]) => retired.test(text))).toEqual([]);
  });
});
