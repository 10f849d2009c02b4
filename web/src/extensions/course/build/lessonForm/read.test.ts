import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cardOf, pageOf } from "../../views/lessons/lesson/written";
import { readLesson } from "./read";

const EN = `---
title: Squares
order: 13.5
group: generation
formula: [y = x^2]
symbols: y is the square of x.
sources: [shannon]
figures:
  heads:
    caption: Heads by throws
    kind: curves
    series: [heads]
    x: throws
    y: heads in percent
names: { heads: heads }
quiz:
  ask: Heads or tails?
  right: greatest
  choices:
    - { say: heads, value: "heads[1000]" }
    - { say: tails, value: 0.1 }
experiment:
  held: It is fair.
  refuted: It is not.
  null: It may be.
opposite: A square below zero.
try: See what comes after a number
opens: "#v1/decode?text=Four"
---

Of 2,000 throws {heads[1000] percent}
were heads.

That's all.
`;
const ZH = `---
title: 平方
symbols: y 是 x 的平方。
figures:
  heads: { caption: 正面与次数, x: 次数, y: 正面（百分比） }
names: { heads: 正面 }
quiz: { ask: 正面还是反面？, choices: [正面, 反面] }
experiment:
  question: 硬币公平吗？
  hypothesis: 正面占一半。
  rule: 占一半就算成立。
  counted: 次
  held: 公平。
  refuted: 不公平。
  null: 说不准。
opposite: 出现小于零的平方。
try: 看看一个数后面是什么
---

掷了 2,000 次，正面占
{heads[1000] percent}，不多
不少。

就这些。
`;

/** A lesson's folder with these two files. */
function folder(en = EN, zh = ZH): string {
  const path = mkdtempSync(join(tmpdir(), "lesson-"));
  writeFileSync(join(path, "lesson.en.md"), en);
  writeFileSync(join(path, "lesson.zh.md"), zh);
  return path;
}

describe("a lesson's two files", () => {
  it("make a card of what the list needs, and a page in each language", () => {
    const files = readLesson(folder());
    expect(cardOf(files)).toEqual({
      ...{ order: 13.5, group: "generation", needs: [], slips: [] },
      title: { en: "Squares", zh: "平方" },
    });
    const [en, zh] = [pageOf(files, "en"), pageOf(files, "zh")];
    expect(en.stock).toEqual([{ id: "heads", kind: "curves", series: ["heads"] }]);
    expect(zh.stock).toEqual(en.stock);
    expect(en.words.experiment?.question).toBe("{question}");
    expect(zh.words.experiment?.outcomes.null).toBe("说不准。");
    expect(zh.words.stock.figures.heads?.caption).toBe("正面与次数");
  });
  it("break lines where they like: a line's end is a space, and nothing within Chinese", () => {
    const files = readLesson(folder());
    expect(pageOf(files, "en").words.text).toEqual([
      "Of 2\u202f000 throws {heads[1000] percent} were heads.",
      "That’s all.",
    ]);
    expect(pageOf(files, "zh").words.text[0]).toBe(
      "掷了 2\u202f000 次，正面占 {heads[1000] percent}，不多不少。",
    );
  });
  it.each([
    ["order: 13.5", "ordre: 13.5", "lesson.en.md: order: Invalid input: expected number"],
    ["order: 13.5", "order: 13.5\nordre: 1", 'lesson.en.md: Unrecognized key: "ordre"'],
    ["group: generation", "group: algebra", "lesson.en.md: group: Invalid option: expected one of"],
    ["[shannon]", "[nobody]", "lesson.en.md: sources: 0: Invalid option"],
    ["kind: curves", "kind: pie", "lesson.en.md: figures: heads: kind: Invalid option"],
    ["#v1/decode", "decode", "lesson.en.md: opens: expected an address such as"],
    ["title: Squares", "title: [Squares", "lesson.en.md, line 3: "],
    ["title: Squares", "title: 2", "lesson.en.md: title: Invalid input: expected string"],
    ["  null: It may be.\n", "", "lesson.en.md: experiment: null: Invalid input"],
    ["\nThat's all.\n", "", "paragraphs: expected as much in both languages: 1 (en), 2 (zh)"],
    ["right: greatest", "right: nearest", "quiz: to: expected beside right: nearest"],
    ["    - { say: tails, value: 0.1 }\n", "", "quiz: choices: Too small"],
    ["symbols: y is the square of x.\n", "", "symbols: expected as much in both languages"],
  ])("say what is wrong where %j is %j", (text, wrong, message) => {
    expect(() => readLesson(folder(EN.replace(text, wrong)))).toThrow(message);
  });
  it("need the other language, a head, and something to draw", () => {
    expect(() => readLesson(folder(EN, "就这些。"))).toThrow("lesson.zh.md: expected a head");
    expect(() => readLesson(folder(EN, ZH.replace("heads: 正面", "tails: 反面")))).toThrow(
      "names: expected heads in Chinese too",
    );
    const none = (text: string) => text.replace(/figures:\n(?: .*\n)+/, "");
    expect(() => readLesson(folder(none(EN), none(ZH)))).toThrow(
      "figures: expected at least one, where there is no Figure.svelte",
    );
  });
});
