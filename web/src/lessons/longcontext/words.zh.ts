// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const result = (length: string) =>
  `{right[${length}] whole} [{right[${length}].low whole}, {right[${length}].high whole}]`;

export const words: typeof en = {
  text: [
    "GPT-4 的上下文是 8\u202f192 或 32\u202f768 个词元；笔记里的 128K 属于 GPT-4 Turbo。放得下多少是一回事，找不找得到是另一回事：把一个数藏进无关的文字，再问它（Mohtashami 和 Jaggi 2023）。",
    `SmolLM2 标称 8\u202f192 个词元。藏着的数在十个候选里最可能，就算找到。256 个词元的文本里，十处找到 ${result("256")}；2\u202f048 个里 ${result("2048")}，4\u202f096 个里 ${result("4096")}；8\u202f192 个里三处找到 {right[8192] whole}（藏在开头时 {places-8192[0] whole}）。十处很少，三处更少，区间说明了这一点。照抄一个数是长文本最容易的用法，说明不了理解。`,
  ],
  corrections: [],
  opposite: "4\u202f096 个词元里，找到的位置不到一半。",
  try: "看看 GPT-4 的哪些数字是已知的",
  experiment: {
    question: "SmolLM2 能在直到标称上下文长度的文本里找到一个五位数的钥匙吗，不管它在哪里？",
    hypothesis: "在标称上下文一半的 4\u202f096 个词元里，SmolLM2 在十处中的大多数找到钥匙。",
    rule: "作为最后一句的结尾，钥匙是十个数里最可能的，就算找到。4\u202f096 个词元里，十处中找到的份额超过 0.5，且 95 % 区间（Wilson）整个在上面，就算成立；整个在下面就不成立。其他长度（256 到 8\u202f192 个词元）连同区间列出，不作判断。",
    null: "区间包含 0.5。",
    counted: "处",
    outcomes: {
      held: `4\u202f096 个词元里，十处中找到 ${result("4096")}。`,
      refuted: `4\u202f096 个词元里，十处中只找到 ${result("4096")}。`,
      null: `4\u202f096 个词元里，十处中找到 ${result("4096")}：区间包含一半。`,
    },
  },
  figure: {
    figures: {
      right: { caption: "藏着的数在十个里最可能的比例", x: "文本的词元数", y: "找到，百分比" },
    },
    names: {
      right: "SmolLM2",
      chance: "瞎猜",
    },
  },
};
