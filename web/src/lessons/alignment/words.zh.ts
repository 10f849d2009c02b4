// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const change = (name: string) =>
  `{${name}-change[0.1] 3} [{${name}-change[0.1].low 3}, {${name}-change[0.1].high 3}]`;

export const words: typeof en = {
  text: [
    "预训练得到的是可能的文本，不是想要的。GPT-3.5 和 ChatGPT 又用一个学会了人类偏好的奖励模型继续训练（RLHF，Ouyang 等 2022）。直接偏好优化（Rafailov 等 2023）不需要它，只有一个损失：两段续写里，让人偏好的 w 比在冻结的初始模型 r 里更可能，让另一段 l 更不可能；β 越小，模型可以离 r 越远。",
    `这里 house-prose 对每个开头写两次，分级词表 VADER 选出更积极的一段。β = 0.1 时，新文本的分数变化 ${change("reward")}，按规则未定；留出文本每词元多花 ${change("nats")} 奈特。分高不等于写得好，请读上面几段。`,
  ],
  corrections: [],
  opposite: "分数不升，或者留出文本明显变贵。",
  try: "让原来的 house-prose 接着写“It was a”",
  formula:
    "负的对数 σ：β 乘偏好文本 w 的对数比，减去 β 乘另一段 l 的对数比；σ 是逻辑函数，p 是模型的概率，r 是冻结的参照的概率，β 决定两者拉得多紧。",
  experiment: {
    question: "用它自己文本之间的偏好，能让 house-prose 写得更积极吗？代价是什么？",
    hypothesis: "β 为 0.1 的直接偏好优化让新的续写更积极，而预测留出文本几乎不变差。",
    rule: "三个种子（学生 t，成对）：β = 0.1 时，另外 160 个开头的续写的 VADER 总分上升，整个区间超过 0.05，并且留出文本每词元多出的代价整个区间小于 0.02 奈特，就算成立；分数这样上升而代价的整个区间超过 0.02，就不成立。",
    null: "分数没有这样上升，或者代价的区间包含界限。",
    counted: "个种子（每个 β）",
    outcomes: {
      held: `β = 0.1 时分数上升 ${change("reward")}，留出文本每词元多 ${change("nats")} 奈特：小于 0.02。`,
      refuted: `β = 0.1 时分数上升 ${change("reward")}，留出文本每词元多 ${change("nats")} 奈特：大于 0.02。`,
      null: `β = 0.1 时分数变化 ${change("reward")}，留出文本每词元多 ${change("nats")} 奈特。`,
    },
  },
  figure: {
    figures: {
      reward: { caption: "新续写有多积极（VADER，−1 到 1）", x: "β", y: "平均分" },
      kl: { caption: "模型离初始模型多远（KL）", x: "β", y: "每段 24 词元续写的奈特" },
      nats: { caption: "留出文本比之前多的代价", x: "β", y: "每词元奈特" },
      samples: { caption: "同样四个开头的续写（种子 1）", x: "", y: "" },
    },
    names: {
      reward: "分数",
      kl: "KL",
      "nats-change": "代价",
      before: "之前",
      beta: "β",
      text: "开头和续写",
    },
  },
};
