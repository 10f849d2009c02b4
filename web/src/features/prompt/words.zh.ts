// The words of the Prompt view in Chinese.

import { sample, card } from "./writing/words.zh";
import { count } from "../../core/text/numbers";
import type { prompt as en } from "./words.en";

const tokens = (n: number) => `${count(n)} 个词元`;

export const prompt: typeof en = {
  prompt: {
    title: "和模型一起写",
    about:
      "写下开头，模型接着往下写。它写出的每个词元都有深浅不同的底色：颜色越深，模型自己越感到意外。",
    text: "提示",
    placeholder: "写一段文字的开头。",
    tooLong: "提示太长，放不进链接，地址里没有它。",
    stale: "写完之后，提示或设置又改过了。",

    examples: "或者试试例子：",

    count: {
      of: (n: number, most: number) => `${tokens(n)}，上限 ${count(most)}`,
      counting: "正在数词元……",
      over: (n: number, most: number, length: number) =>
        `提示有 ${tokens(n)}，加上要写的 ${count(length)} 个，比可用的 ${count(most)} 个多出 ${count(n + length - most)} 个。请缩短提示，或减小长度。`,
      ids: "词元及其编号",
      special: "特殊词元，放在文字之前",
      more: (n: number) => `还有 ${tokens(n)}没有列出。`,
    },

    settings: {
      summary: (n: number, most: number, temperature: number, seed: number) =>
        `${n} 个样本 · 最多 ${tokens(most)} · 温度\u00a0${temperature} · 种子\u00a0${seed}`,
      note: "显示的是模型自己的概率，不受温度、top-k、top-p 影响。",
    },

    sample,

    legend: {
      surprising: "意外程度（奈特）",
      scale: "0 是十拿九稳；6+ 是 400 次里至多一次，颜色不再加深。",
      help: "点一个词元，可以看到这里还可能是什么，并从别的词元接着写。带下划线的词元由您选定，斜体加框的文字由您写入。",
    },

    card,

    onwards: {
      title: "把提示带到",
      compareQuestion: "“对比”，作为问题",
      compareInstruction: "“对比”，作为指令",
      inside: "“内部”",
      decode: "“下一个词”",
    },
  },
};
