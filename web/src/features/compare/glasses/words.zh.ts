// The words of the glasses, of the prompt beside them, and of the doors below, in Chinese.

import type { Beginning } from "../../../core/answers/written";
import { percentDigits, shortPercent } from "../../../core/text/numbers";
import { examples } from "../../../words/common.zh";
import { luckFact } from "../doors/words.zh";
import type { glasses as en } from "./words.en";

export const glasses: typeof en = {
  glasses: {
    title: "各个答案的概率，随例子个数变化",
    heading: "各个答案的概率",
    empty: "其他任何词",
    coming: "正在计算",
    rest: (count: number) => `另外 ${count} 个答案`,
    named: examples,
    spoken: (k: number, answer: string | null, p: number | null) =>
      `${examples(k)}${answer === null || p === null ? "" : `，${answer}，百分之 ${aloud(p)}`}`,
    words: (begins: readonly string[]) => ["最可能的下一个词", ...begins].join("，"),
    begins: ({ part, word, p, several }: Beginning) => {
      const often = p === null ? "" : `（概率${several ? "最多" : ""} ${shortPercent(p)}）`;
      return `${part} 可能是 ${word} 的开头${often}`;
    },
    noAnswers: "杯子里装的是各个答案的概率，现在还没有答案。请填写预期答案，或者加一个例子。",
    pictured: (question: string, set: string | null) =>
      set === null ? `“${question}”` : `“${question}”，前面放例子（${set}）`,
    tableCaption: "概率（百分比），按例子个数",
    count: "例子个数",
    all: "合计",
    nextWord: "最可能的下一个词",
    added: "最后一个例子带来的百分点",
    without: (k: number) => `${k} 个中去掉它，变化的百分点`,
    lost: "去掉它损失的对数几率（nat）",
    blank: { space: "（空格）", line: "（换行）", tab: "（制表符）" },
  },

  inPrompt: {
    title: "提示",
    edit: "编辑",
    done: "完成",
    shown: (k: number) => examples(k),
    more: (hidden: number) => `另外 ${hidden} 个`,
    answer: (text: string, p: string) => `它最可能说的下一个词：${text}，${p}`,
    then: "其次",
    add: (k: number) => `加上第 ${k} 个例子`,
    write: (k: number) => `写第 ${k} 个例子`,
    play: "播放",
    sub: "权重从不改变。",
    details: "详情",
    runLive: "现在运行",
  },

  doors: {
    luck: "是运气吗？",
    luckFact,
    luckAsk: "在许多问题上测一测。",
    luckRecorded: (task: string, question: string) => `“${task}”录制的结果：${question}`,
    look: "它在看哪里？",
    lookFact: (share: string) => `有一个头把 ${share} 的注意力放在例子的答案上。`,
    lookAsk: "它对这个提示的注意力。",
    draw: "一个词是怎样抽出来的？",
    drawFact: (u: string, token: string, begins: string | null) =>
      `${u} 落在“${token}”上${begins === null ? "" : `，这是“${begins}”的开头`}。`,
    drawAsk: "从概率到一个词。",
  },
};

function aloud(p: number): string {
  return percentDigits(p).replace("<", "不到").replace(">", "超过");
}
