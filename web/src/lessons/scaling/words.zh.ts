// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const LARGEST = "prediction[1572860]";
const exponent = (axis: string) =>
  `{exponent[${axis}] 3} [{exponent[${axis}].low 3}, {exponent[${axis}].high 3}]`;
const message = `{${LARGEST} 2} 奈特 [{${LARGEST}.low 2}, {${LARGEST}.high 2}]`;

export const words: typeof en = {
  text: [
    "Kaplan 等（2020）发现，损失随参数、文本和计算量按幂律下降：对数坐标上是直线。所以人们用小模型预测大模型。我们的很小，这里成立的，别处未必成立。",
    `四个 GPT-2，2.5 万到 55 万参数（不算嵌入），读同样的一百万词元。按参数的指数是 ${exponent("size")}；同一大小、按文本的指数是 ${exponent("text")}。过四点的直线预测第五个大小是 ${message}，提交时它还没有训练：见下一课。`,
    `论文的另一个说法是“形状不要紧”：参数相等时，深度和宽度影响很小。这里却不是：2 层宽 92 损失 {loss-by-shape[2 x 92] 2}，8 层宽 44 损失 {loss-by-shape[8 x 44] 2}，差得比直线在四个大小之间的全部下降还多。不过所有形状用的是同一个学习率，训练也短；各用合适的学习率，差别也许会缩小，这没有试过。`,
  ],
  corrections: [
    {
      claim: "“其中 N 是参数的数目。”",
      right: "N 不算词元和位置的嵌入。把它们也算进去，层数少的模型就不在直线上。",
      source: "Kaplan 等 2020，1.3 节与图 6。",
    },
    {
      claim: "“计算量一定时，扩大模型比增加数据更有效（后来被 Chinchilla 修正）。”",
      right:
        "修正的结果是：参数和文本应当一起增长，每个参数约 20 个词元。Hoffmann 等认为，Kaplan 等给长短不同的训练用了同一种学习率安排，所以得出了偏差；Porian 等查明，原因是最后一层的计算量、预热和优化器的设置。",
      source: "Hoffmann 等 2022，第 1 至 3 节；Porian 等 2024，摘要。",
    },
  ],
  opposite: "指数的区间包含 0，或者预测宽得不可能错。",
  try: "看一次记录下来的训练，损失怎样下降",
  formula:
    "N 个参数的模型损失 L 等于 N c 除以 N 的 α 次方，N c 和 α 由拟合得出。计算量 C（FLOPs）约为参数 N 乘词元 D 的六倍。",
  experiment: {
    question: "小 GPT-2 的留出损失随大小按幂律下降吗？由此能说出更大的模型会损失多少吗？",
    hypothesis:
      "由四个大小得到的幂律，能把第五个（1\u202f572\u202f864 个参数）的损失预测到 0.3 奈特以内。",
    rule: "每个大小用同样的 999\u202f424 个词元、三个种子训练。按参数的损失指数（对数坐标上过四个平均值的直线）的 95 % 区间在 0 以上，并且第五个大小的 95 % 预测区间不宽于 0.3 奈特，就算成立。指数的区间在 0 以下就不成立。第五个是否落在区间里，是另一个实验（predicted），它的规则写明这个区间。",
    null: "指数的区间包含 0，或者预测宽于 0.3 奈特。",
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
        y: "每词元奈特",
      },
      text: {
        caption: "4 层、宽 64 的留出损失与文本，每个词元读一次",
        x: "词元",
        y: "每词元奈特",
      },
      compute: { caption: "同样的模型与计算量，6 N D", x: "FLOPs", y: "每词元奈特" },
      shape: { caption: "约 20 万参数的四种形状", x: "层数 x 宽度", y: "每词元奈特" },
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
