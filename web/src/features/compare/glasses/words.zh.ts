// The words of the glasses, of the prompt beside them, and of the doors below, in Chinese.

import { percentDigits } from "../../../core/text/numbers";
import { examples } from "../../../words/common.zh";
import { luckFact } from "../doors/words.zh";
import type { glasses as en } from "./words.en";

export const glasses: typeof en = {
  glasses: {
    title: "各个答案的概率，随例子个数变化",
    empty: "其他任何词",
    rest: (count: number) => `另外 ${count} 个答案`,
    named: examples,
    spoken: (k: number, answer: string | null, p: number | null) =>
      `${examples(k)}${answer === null || p === null ? "" : `，${answer}，百分之 ${aloud(p)}`}`,
    words: "它最可能说的下一个词",
    noAnswers: "杯子里装的是各个答案的概率，现在还没有答案。请填写预期答案，或者加一个例子。",
    pictured: (question: string, set: string | null) =>
      set === null ? `“${question}”` : `“${question}”，前面放例子（${set}）`,
    tableCaption: "概率（百分比），按例子个数",
    count: "例子个数",
    all: "全部答案",
    nextWord: "最可能的下一个词",
    blank: { space: "（空格）", line: "（换行）", tab: "（制表符）" },
  },

  inPrompt: {
    title: "模型读到的提示",
    points: "逐个加上时增加的百分点",
    edit: "编辑",
    done: "完成",
    shown: (k: number) => examples(k),
    more: (hidden: number) => `另外 ${hidden} 个`,
    answer: (text: string, p: string) => `它最可能说的下一个词：${text}，${p}`,
    then: "其次",
    others: (p: string) => `其余一共 ${p}`,
    add: (k: number) => `加上第 ${k} 个例子`,
    write: (k: number) => `写第 ${k} 个例子`,
    play: "播放",
    sub: "权重从不改变，变的只是问题上面的几行。",
    details: "详情",
    runLive: "现在运行",
  },

  doors: {
    luck: "是运气吗？",
    luckFact,
    luckAsk: "在许多问题上测一测。",
    look: "它在看哪里？",
    lookFact: "它对这个提示的注意力。",
    draw: "一个词是怎样抽出来的？",
    drawFact: (u: string, token: string) => `${u} 落在“${token}”上。`,
    drawAsk: "从概率到一个词。",
  },
};

function aloud(p: number): string {
  return percentDigits(p).replace("<", "不到").replace(">", "超过");
}
