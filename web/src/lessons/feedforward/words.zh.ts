// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const gated = "minus-base[gated GELU, tied]";
const interval = `每字节 {${gated} 3} 比特（95 % 区间 {${gated}.low 3} 到 {${gated}.high 3}）`;

export const words: typeof en = {
  text: [
    "注意力混合各个词元，前馈只处理每个词元自己：升到四倍宽，经过激活，再降回来；没有激活，两个矩阵就等于一个。2017 年的激活 ReLU 在零以下全是零；GPT 的 GELU 平滑，放过一点：在 −1 处 ReLU 给 0，GELU 给 −0.16。笔记说它训练更稳。",
    `一百万参数、训练 300 步的模型，从损失上看不出来：用 ReLU 代替 GELU，每字节变化 {minus-base[plain ReLU, tied] 3} 比特 [{minus-base[plain ReLU, tied].low 3}, {minus-base[plain ReLU, tied].high 3}]。门控把两路升维的结果相乘，其中一路先过激活（这里是 GEGLU，Llama 用 SwiGLU）：参数相等时变化 {${gated} 3} [{${gated}.low 3}, {${gated}.high 3}]。两个区间都包含 0。输出头不与词元嵌入共用，变化 {minus-base[plain GELU, untied] 3}，但那个模型也多了整张嵌入表。`,
  ],
  corrections: [],
  opposite: "门控的整个区间都没有好过 0.01 比特。",
  try: "看看最大的 GPT-2 里前馈占多少",
  formula:
    "x 是词元的向量，W 1、W 2 是矩阵，b 1、b 2 是偏置。x 的前馈 f 等于 x 乘 W 1 加 b 1 的 GELU，再乘 W 2 加 b 2。x 的 GELU 等于 x 乘以标准正态分布在 x 以下的份额。",
  experiment: {
    question:
      "参数相等时，带门控的前馈比普通的预测得更好吗？用 ReLU 代替 GELU、输出头单独一份，又会怎样？",
    hypothesis: "行和顺序都相同、参数相等时，门控 GELU 对留出文本的预测比普通 GELU 好。",
    rule: "门控 GELU 每字节的比特减去普通 GELU 的，按种子配对的 95 % 区间（学生 t）整个在 −0.01 以下，就算成立；整个在 −0.01 以上就不成立。另外两个差别连同区间一起报告，不参与判断。",
    null: "区间包含 −0.01 比特。",
    counted: "个种子（每种条件）",
    outcomes: {
      held: `门控减普通：${interval}。`,
      refuted: `门控减普通：${interval}，整个在 −0.01 以上。`,
      null: `门控减普通：${interval}，包含 −0.01：这种规模跑三次说明不了。另外两个差别不参与判断。`,
    },
  },
  figure: {
    figures: {
      differences: {
        caption: "留出文本每字节的比特，减去普通 GELU、共用输出头的",
        x: "模型",
        y: "差，每字节比特（0 的左边更好）",
      },
      bits: {
        caption: "各个模型在留出文本上每字节的比特",
        x: "模型",
        y: "每字节比特",
      },
    },
    names: {
      bits: "每字节比特",
      "minus-base": "减去普通 GELU",
      "plain GELU, tied": "普通 GELU",
      "plain ReLU, tied": "普通 ReLU",
      "gated GELU, tied": "门控 GELU",
      "plain GELU, untied": "普通 GELU，单独的输出头",
    },
  },
};
