// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const minus = "patches-minus[logistic regression]";
const interval = `{${minus} points} 个百分点（95 % 区间 {${minus}.low points} 到 {${minus}.high points}）`;

export const words: typeof en = {
  text: [
    "GPT-4 已知的是：读图像和文字，写文字（OpenAI 的报告）。它怎样读图没有公布。一种公开的办法（Dosovitskiy 2021）几乎不用新东西：把图切成小块，一个线性层把每块变成向量，当词元来读。",
    "这里 8 × 8 像素的数字切成 16 块。线性层 {parameters[linear layer] count} 个参数，后面的 GPT {parameters[GPT] count} 个。读完小块，它说出数字的词，留出图像答对 {right[patches] percent}；逻辑回归看同样的像素，答对 {right[logistic regression] percent}；最像的训练图像，{right[nearest neighbour] percent}。当词元读行得通，但这种规模上简单的读法更好。",
  ],
  corrections: [],
  opposite: "GPT 比同样像素上的线性模型更常答对。",
  try: "看看 GPT-4 的哪些数字是已知的",
  formula: "第 i 块的向量 x i 等于 W 乘它的像素 p i，加 b，再加位置的向量 e i。",
  experiment: {
    question:
      "一个线性层把每个小块变成向量后，GPT 能把图像当一行词元来读，并且比像素上的线性模型更常说对吗？",
    hypothesis:
      "小的 GPT 把 8 × 8 像素的数字读成 16 块再说出它的词，比看同样像素的逻辑回归更常答对。",
    rule: "在 600 张留出图像上，它说对的比例减去逻辑回归的，按种子配对的 95 % 区间（学生 t，每个种子留出的图像不同）整个大于 0，就算成立；整个小于 0 就不成立。与最近邻的差别一并报告，不参与判断。",
    null: "区间包含 0。",
    counted: "个种子（每种读法）",
    outcomes: {
      held: `小块减逻辑回归：${interval}。`,
      refuted: `小块减逻辑回归：${interval}，整个小于 0。`,
      null: `小块减逻辑回归：${interval}，包含 0。`,
    },
  },
  figure: {
    figures: {
      right: { caption: "说对的留出数字", x: "读法", y: "说对的比例" },
      minus: {
        caption: "GPT 说对的比例减去其他读法的",
        x: "减去",
        y: "差（0 的右边：GPT 更好）",
      },
    },
    names: {
      right: "说对",
      "patches-minus": "小块减其他",
      patches: "GPT 读小块",
      "logistic regression": "逻辑回归",
      "nearest neighbour": "最近邻",
    },
  },
};
