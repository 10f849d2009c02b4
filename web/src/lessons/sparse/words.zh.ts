// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

export const words: typeof en = {
  text: [
    "最早的特征靠数。独热给每个词一根轴，词袋把它们加起来，TF-IDF 更看重少见的词，n 元组数连续的 n 个词。可是 V 个词能排出 Vⁿ 种词串，这就是维数灾难，文本永远不够多：读了 24 MB 以后，新文本里没见过的单词只有 {unseen-1[24] percent}，没见过的四词串却有 {unseen-4[24] percent}（只读 1 MB 时是 {unseen-4[1] percent}）。",
    "一词一轴也说不出哪些词相近：独热向量两两等距。{ratio-tf-idf[30000].n} 段文字里，TF-IDF（按 scikit-learn 的算法，向量长度为 1）最近一段的距离是最远的 {ratio-tf-idf[30000] whole}，SmolLM2 的状态是 {ratio-gpt[576] whole}。这只说明距离怎样散开，不说明相近的段落意思相同；余弦高也说明不了什么，这些状态都指向差不多的方向。",
  ],
  corrections: [],
  opposite: "读了 24 MB 以后，四词串大多见过；或者按 GPT 的状态，最近的段落也和最远的一样远。",
  try: "看看 GPT 在少见的词串之后预测什么",
  formula:
    "词 w 在文档 d 里的特征，等于 w 在 d 里出现的次数，乘以一加上（一加文档总数）除以（一加含有 w 的文档数）的对数。",
  experiment: {
    question: "新文本里有多少是计数表从没见过的？多读些文本会改变这一点吗？",
    hypothesis: "读了 24 MB 同类文本以后，新文本里的四词串大多仍没见过。",
    rule: "读了 24 MB 以后，留出文档里没见过的四词串多于一半，而且 95 % 区间（按文档自助抽样）整个在 50 % 以上，就算成立；整个在 50 % 以下就不成立。",
    null: "区间包含 50 %。",
    counted: "篇留出文档",
    outcomes: {
      held: "读了 24 MB 以后，{unseen-4[24] percent} 的四词串没见过（95 % 区间 {unseen-4[24].low percent} 到 {unseen-4[24].high percent}）。",
      refuted: "读了 24 MB 以后，没见过的四词串只有 {unseen-4[24] percent}。",
      null: "读了 24 MB 以后，{unseen-4[24] percent} 没见过，区间包含一半。",
    },
  },
  figure: {
    figures: {
      unseen: {
        caption: "新文档里，训练文本没有的词串",
        x: "训练文本，MB",
        y: "没见过的（百分比）",
      },
      ratio: {
        caption: "最近的向量与最远的向量，距离之比",
        x: "维数",
        y: "最近 / 最远（1：处处等距）",
      },
      cosines: {
        caption: "任意两段之间的余弦",
        x: "余弦",
        y: "段落对（百分比），每格 0.05",
      },
    },
    names: {
      "unseen-1": "1 个词",
      "unseen-2": "2 个词",
      "unseen-3": "3 个词",
      "unseen-4": "4 个词",
      "unseen-5": "5 个词",
      "unseen-6": "6 个词",
      "ratio-one-hot": "独热",
      "ratio-tf-idf": "TF-IDF",
      "ratio-gpt": "house-prose、SmolLM2",
      "cosine-tf-idf": "TF-IDF，30\u202f000 词",
      "cosine-house-prose": "house-prose，末层",
      "cosine-smollm2-135m": "SmolLM2-135M，末层",
    },
  },
};
