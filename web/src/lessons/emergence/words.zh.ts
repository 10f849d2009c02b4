// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const more = "more[exact less logprob]";
const result = `最陡的十分之一在全部上升中所占的份额，完全匹配减对数概率为 {${more} points} 个百分点（95 % 区间 {${more}.low points} 到 {${more}.high points}）`;

export const words: typeof en = {
  text: [
    "小模型没有、大模型才有的能力叫涌现（Wei 2022）。Schaeffer 等（2023）说，跳跃出自度量：全对才算对时，p 的 n 次方在 p 接近 1 以前都接近 0（p 是一个符号正确的概率，n 是符号的个数）。",
    "这里一个小 GPT 学六个数的和，写出逐步的总和，答案有 5 到 10 位数字。训练步数取对数，最陡的十分之一占了上升的：完全匹配 {steepest[exact] whole}，逐位数字 {steepest[digits] whole}，对数概率 {steepest[logprob] whole}；把一位数字的正确率连乘，得 {steepest[independent] whole}。这里的跳跃多半出自度量；别的能力也许按哪种度量都跳。",
  ],
  corrections: [],
  opposite: "同样的十分之一，按对数概率与按完全匹配占的份额一样大。",
  try: "问 SmolLM2 几道算题，看答案的概率",
  formula: "如果每个符号独立地以概率 p 正确，n 个符号全对的概率就是 p 的 n 次方。",
  experiment: {
    question: "按完全匹配突然出现的能力，在同一批检查点上按同样答案的对数概率也突然出现吗？",
    hypothesis: "不是：完全匹配上升得更突然，因为每个符号都对的答案才算数。",
    rule: "一个 10 万权重的 GPT 学六个数的和，写出逐步的总和；从第 20 步到第 1\u202f000 步的 21 个检查点在对数轴上均匀分布。一种度量的全部上升里，轴上最陡的十分之一占一个份额。完全匹配的份额比答案各位数字的平均对数概率的份额大 0.1 以上，且三个配对种子之差的 95 % 区间（学生 t）整个在上面，就算成立；整个在 0.1 以下就不成立。",
    null: "区间包含 0.1。",
    counted: "个种子",
    outcomes: {
      held: `${result}。`,
      refuted: `${result}：比预期的少。`,
      null: `${result}：太宽，说明不了。`,
    },
  },
  figure: {
    figures: {
      shares: {
        caption: "同一批检查点：整个答案对，与逐位数字对",
        x: "训练步数",
        y: "正确，百分比",
      },
      logprob: {
        caption: "同一批检查点，按对数概率",
        x: "训练步数",
        y: "一位数字的对数概率（奈特）",
      },
      steepest: {
        caption: "轴上最陡的十分之一占全部上升多少",
        x: "度量",
        y: "占上升的百分比",
      },
    },
    names: {
      exact: "完全匹配",
      digits: "逐位数字",
      logprob: "对数概率",
      independent: "逐位连乘",
      steepest: "最陡的十分之一",
    },
  },
};
