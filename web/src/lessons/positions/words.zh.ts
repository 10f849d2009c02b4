// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const cost = "cost[sinusoidal]";
const interval = `每词元 {${cost} 2} 比特（95 % 区间 {${cost}.low 2} 到 {${cost}.high 2}）`;

export const words: typeof en = {
  text: [
    "注意力本身不知道词元的先后。2017 年的 Transformer 加上位置的正弦和余弦；GPT 给每个位置学一个向量，更简单，但表到头就没有了；Llama 旋转查询和键。什么都不加，掩码仍透露一些先后。",
    `四种小模型用 128 个词元训练，这里读 512 个。最后 128 个接在前 384 个之后，反而比单独读更难猜：正弦多 {${cost} 2} 比特，学习的多 {cost[learned] 2}，旋转的多 {cost[rotary] 2}，没有位置的多 {cost[none] 2}。`,
    "不能由此说位置有害。这些网络练得太短，还用不上位置：就在训练过的 128 个词元之内，同样的词元在没有位置时花 {near[none] 2} 比特，学习的位置 {near[learned] 2}，正弦 {near[sinusoidal] 2}，旋转 {near[rotary] 2}；还没学好的行只会添乱。而且我们的正弦比词元向量大三倍（0.71 对 0.23），2017 年的论文里两者都接近 1。",
  ],
  corrections: [
    {
      claim: "正弦位置“理论上能外推到更长的序列”；“实验表明两种做法效果相当”。",
      right:
        "“也许能外推”只是一个希望；Press 等看到，超过训练长度后困惑度变差，旋转位置也一样。“相当”是 Vaswani 等在翻译上的结果。",
      source: "Vaswani 等 2017，3.5 节和表 3（E）；Press 等 2022，图 1。",
    },
  ],
  opposite: "正弦位置时，代价的整个区间都在 0.1 比特以下：接着读下去没有损失。",
  try: "看一个词反复出现时的注意力：不同的只有位置",
  formula:
    "最初的状态 h 0 等于词元在 W e 里的那一行加上位置在 W p 里的那一行。d 是宽度，i 数每一对列。用正弦时，位置 p 的第 2i 列是 p 除以 10000 的 2i/d 次方的正弦，第 2i+1 列是它的余弦。",
  experiment: {
    question:
      "用正弦位置、在 128 个词元上训练的模型，用得上 512 个词元吗？学习的位置、旋转位置、没有位置呢？",
    hypothesis:
      "正弦位置能外推：512 个词元中最后 128 个，接在前面全部之后，每词元的比特不比单独读时多。",
    rule: "正弦位置时，留出的 512 词元窗口里最后 128 个词元每词元的比特，减去同样的词元单独读时的，按种子的 95 % 区间（学生 t）整个在 0.1 以下，就算成立；整个在 0.1 以上就不成立。",
    null: "区间包含 0.1 比特。",
    counted: "个种子（每种条件）",
    outcomes: {
      held: `前文的代价是${interval}：在 0.1 以下。`,
      refuted: `前文的代价是${interval}：在 0.1 以上。`,
      null: `前文的代价是${interval}：区间包含 0.1。`,
    },
  },
  figure: {
    figures: {
      bits: {
        caption: "每个位置上每词元的比特，在 128 个词元上训练之后",
        x: "位置",
        y: "每词元比特",
      },
      cost: {
        caption: "前 384 个词元给 512 个中最后 128 个带来的代价",
        x: "位置的做法",
        y: "每词元比单独读多出的比特",
      },
    },
    names: {
      cost: "代价",
      "bits-sinusoidal": "正弦",
      "bits-learned": "学习",
      "bits-rotary": "旋转",
      "bits-none": "没有",
      sinusoidal: "正弦",
      learned: "学习",
      rotary: "旋转",
      none: "没有",
    },
  },
};
