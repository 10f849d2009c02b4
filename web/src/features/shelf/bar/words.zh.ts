// The words of the bar, in Chinese.

import { examples } from "../../../words/common.zh";
import type { bar as en } from "./words.en";

export const bar: typeof en = {
  bar: {
    title: ["倒入例子，", "看它改口。"],
    lede: "这个 GPT 的权重不再变。点一下瓶子，问题前就多一个例子。",
    bottles: "瓶子：每瓶倒出一种规则的例子",
    rules: {
      opposite: "反义词",
      comparative: "比较级",
      superlative: "最高级",
      CAPITALS: "大写",
    },
    bottle: (input, output, rule) => `${input} → ${output}，${rule}：倒一个例子`,
    turn: "还是这四个，换个顺序",
    play: "替我倒",
    empty: "倒空",
    prompt: "模型读到的，和它的回答",
    space: "（空格）",
    howFull: "越满，越有把握",
    oneGlass: "一只杯子：这个提示",
    otherWord: "其他任何词",
    asks: "正在问模型。",
    glass: (answer, percent, rest) =>
      `模型接下来会说：${answer} ${percent}。四个答案以外的词：${rest}。`,
    ofAll: "的可能，接下来说",
    oneByOne: "一个一个倒进去",
    step: (k, answer, percent) =>
      `${examples(k)}：${answer}${percent === "" ? "" : ` ${percent}`}。`,
    none: "没有",
    twoOrders: "同样的例子，两种顺序",
    question: (input, output) => `最后一个：${input} → ${output}。它会说什么？`,
    right: (answer) => `你猜 ${answer}，它也这样说。`,
    wrong: (guess, answer) => `你猜 ${guess}，它说 ${answer}。`,
    turned: (before, now) => `还是这四个，换了顺序：${before} 变成了 ${now}。`,
    stayed: (answer) => `还是这四个，换了顺序：仍是 ${answer}。`,
    often: (changed, of) => `${of} 种混合里，有 ${changed} 种换个顺序就换了答案。`,
    full: "杯子满了。把同样的四个换个顺序倒倒看。",
    over: "多于四个，要有运行着的模型才行。",
    fault: "问不到模型。可以倒空，或启动一个模型。",
    elsewhere: "别处顺序也要紧吗？",
    look: "它在看哪里？",
    own: "用自己的词试试",
    terms: { token: "词元", example: "例子", weight: "权重" },
    below: "四种规则，零到八个例子",
  },
};
