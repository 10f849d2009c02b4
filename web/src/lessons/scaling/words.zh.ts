// The words of the lesson, in Chinese. Its text holds at most 220 characters.

import type { words as en } from "./words.en";

const LARGEST = "prediction[1572860]";
const exponent = (axis: string) =>
  `{exponent[${axis}] 3} [{exponent[${axis}].low 3}, {exponent[${axis}].high 3}]`;
const message = `{${LARGEST} 2} 纳特 [{${LARGEST}.low 2}, {${LARGEST}.high 2}]`;

export const words: typeof en = {
  text: [
    "Kaplan 等（2020）发现，损失随参数、文本和计算按幂律下降：对数坐标上是直线。所以用小模型预测大模型。我们的很小，别处未必如此。",
    `四个 GPT-2，2.5 万到 55 万参数（不算嵌入），读同一百万词元。按参数的指数是 ${exponent("size")}；同一大小按文本的是 ${exponent("text")}。它预测第五个是 ${message}，提交时还没训练：见下一课。形状更要紧：2 层宽 92 是 {loss-by-shape[2 x 92] 2}，8 层宽 44 是 {loss-by-shape[8 x 44] 2}。`,
  ],
  corrections: [],
  opposite: "指数的区间包含 0，或者预测宽得不可能错。",
  try: "看一次记录下来的训练，损失怎样下降",
  formula: "损失 L(N) 等于 N c 除以 N 的 alpha N 次方。计算量 C 约为参数 N 乘词元 D 的六倍。",
  experiment: {
    question: "小 GPT-2 的留出损失随大小按幂律下降吗？由此能说出更大的模型会损失多少吗？",
    hypothesis:
      "由四个大小得到的幂律，能把第五个（1\u202f572\u202f864 个参数）的损失预测到 0.3 纳特以内。",
    rule: "每个大小用同样的 999\u202f424 个词元、三个种子训练。按参数的损失指数（对数坐标上过四个平均值的直线）的 95 % 区间在 0 以上，并且第五个大小的 95 % 预测区间不宽于 0.3 纳特，就算成立。指数的区间在 0 以下就不成立。第五个是否落在区间里，是另一个实验（predicted），它的规则写明这个区间。",
    null: "指数的区间包含 0，或者预测宽于 0.3 纳特。",
    counted: "个大小",
    outcomes: {
      held: `按大小的指数是 ${exponent("size")}，对第五个大小的预测是 ${message}。`,
      refuted: `损失不随大小下降：指数是 ${exponent("size")}。`,
      null: `按大小的指数是 ${exponent("size")}；预测是 ${message}：太宽，或者指数的区间包含 0。`,
    },
  },
  figure: {
    figures: {
      size: {
        caption: "留出损失与参数，各 100 万词元；带：再训练一个大小时预期的范围",
        x: "参数（不算嵌入）",
        y: "每词元纳特",
      },
      text: {
        caption: "4 层、宽 64 的留出损失与文本，每个词元读一次",
        x: "词元",
        y: "每词元纳特",
      },
      compute: { caption: "同样的模型与计算量，6 N D", x: "FLOPs", y: "每词元纳特" },
      shape: { caption: "约 20 万参数的四种形状", x: "层数 x 宽度", y: "每词元纳特" },
    },
    names: {
      "loss-by-size": "实测",
      "law-by-size": "幂律",
      "loss-by-text": "实测",
      "law-by-text": "幂律",
      "loss-by-compute": "实测",
      "loss-by-shape": "实测",
    },
  },
};
