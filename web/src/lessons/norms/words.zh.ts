// The words of the lesson, in Chinese. Its text holds at most 220 characters.

import type { words as en } from "./words.en";

const gap = "post-minus-pre[3e-3, none]";

export const words: typeof en = {
  text: [
    "GPT-1 每次相加后归一化。GPT-2 只对各部件的输入归一化，相加的主线从头到尾不被改动，梯度沿它返回。笔记说这样更稳，深的网络尤其如此。",
    "训练前，24 块：前置归一化时第一块的梯度是 {gradient-pre-24[1] 2}，最后一块 {gradient-pre-24[24] 2}；后置时都是 {gradient-post-24[24] 3}，小得多，但各层一样。",
    "6 块训练 150 步，四种设置里有三种后置学得更少，1e-3 无预热时差 {post-minus-pre[1e-3, none] 2} 奈特（预热：学习率从 0 升起，最初几步小些）。事先定下用来判断的 3e-3 无预热，前置自己几次就相差太大，得不出结论。",
  ],
  corrections: [],
  opposite: "3e-3 无预热时，后置与前置之差的整个区间都在 0.05 奈特以下。",
  try: "数一数归一化放在相加之后的 GPT-2 small",
  formula:
    "后置：新的 h 等于 h 加 F(h) 之后归一化。前置：新的 h 等于 h 加上 F 作用于归一化后的 h。",
  experiment: {
    question: "归一化放在每次相加之后，还是放在分支里面，六个块时对训练就有影响吗？",
    hypothesis: "学习率 3e-3、不预热，数据和顺序都相同，后置归一化最后的损失比前置高。",
    rule: "3e-3、不预热，训练 150 步、每步 512 个词元之后，后置的留出损失减去前置的，按种子配对的 95 % 区间（学生 t）整个在每词元 0.05 奈特以上，就算成立；整个在 0.05 以下就不成立。",
    null: "区间包含 0.05 奈特。",
    counted: "个种子（每种条件）",
    outcomes: {
      held: `后置最后每词元高 {${gap} 2} 奈特（95 % 区间 {${gap}.low 2} 到 {${gap}.high 2}）。`,
      refuted: `后置最后每词元高 {${gap} 2} 奈特（95 % 区间 {${gap}.low 2} 到 {${gap}.high 2}），整个在 0.05 以下。`,
      null: `后置平均每词元高 {${gap} 2} 奈特，但三个种子的区间从 {${gap}.low 2} 到 {${gap}.high 2}，包含 0.05。另外三种设置和梯度不参与判断。`,
    },
  },
  figure: {
    figures: {
      gradients: {
        caption: "训练前的梯度，按块，6、12、24 个块的模型",
        x: "块（1 最靠近词元）",
        y: "块中最后一个矩阵的梯度的范数",
      },
      losses: {
        caption: "六个块训练 150 步之后的留出损失",
        x: "学习率与预热（学习率从 0 升上来的步数）",
        y: "每词元奈特",
      },
    },
    names: {
      "gradient-pre-6": "前置，6 块",
      "gradient-pre-12": "前置，12 块",
      "gradient-pre-24": "前置，24 块",
      "gradient-post-6": "后置，6 块",
      "gradient-post-12": "后置，12 块",
      "gradient-post-24": "后置，24 块",
      "loss-pre": "前置归一化",
      "loss-post": "后置归一化",
      "1e-3, none": "1e-3，不预热",
      "1e-3, 20": "1e-3，预热 20 步",
      "3e-3, none": "3e-3，不预热",
      "3e-3, 20": "3e-3，预热 20 步",
    },
  },
};
