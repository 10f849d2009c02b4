// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const cost = (epochs: number) =>
  `{cost-by-epochs[${epochs}] 3} 奈特 [{cost-by-epochs[${epochs}].low 3}, {cost-by-epochs[${epochs}].high 3}]`;
const loss = (kind: string) =>
  `{loss-${kind}[4] 2} [{loss-${kind}[4].low 2}, {loss-${kind}[4].high 2}]`;

export const words: typeof en = {
  text: [
    "好的文本用完以后，人们讨论两条出路。一条是重读：对大模型来说，读四遍差不多等于新文本（Muennighoff 等 2023）。另一条是让模型替模型写：只学自己的样本会退化（Shumailov 等 2024），样本与原文合用，退化就轻些（Gerstgrasser 等 2024）。",
    `小 GPT-2，步数都一样多，与全部文本读一遍相比：四分之一的文本读四遍，相差每词元 ${cost(4)}；十六分之一读 16 遍，相差 ${cost(16)}；两个区间都包含 0。四代之后，留出损失从 {loss-replaced[0] 2} 变为：样本取代原文时 ${loss("replaced")}，与原文合用时 ${loss("joined")}。`,
  ],
  corrections: [],
  opposite: "读四遍明显不如新文本。",
  try: "看看这些文本要喂多大的模型",
  experiment: {
    question: "没有更多文本时，重读值多少，读自己的样本又值多少？",
    hypothesis: "四分之一的文本读四遍，与全部读一遍一样好。",
    rule: "三个配对种子（学生 t）：491\u202f520 个词元的四分之一读 4 遍，留出文本每词元的损失比全部读一遍多出的，整个区间在 0.05 奈特以下，就算成立；整个区间在 0.05 以上就不成立。自己样本的各代只展示，没有判据。",
    null: "区间包含 0.05。",
    counted: "个种子（每种条件）",
    outcomes: {
      held: `读四遍每词元多 ${cost(4)}。`,
      refuted: `读四遍每词元多 ${cost(4)}。`,
      null: `读四遍每词元多 ${cost(4)}：区间包含界限。`,
    },
  },
  figure: {
    figures: {
      epochs: { caption: "步数相同、文本更少时的留出损失", x: "遍数", y: "每词元奈特" },
      cost: { caption: "比全部读一遍多多少", x: "遍数", y: "每词元奈特（左边更好）" },
      generations: { caption: "学前几代样本的模型的留出损失", x: "代", y: "每词元奈特" },
    },
    names: {
      "loss-by-epochs": "留出损失",
      "cost-by-epochs": "比一遍多",
      "loss-replaced": "样本取代原文",
      "loss-joined": "与原文合用",
    },
  },
};
