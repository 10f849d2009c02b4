// The words of the lesson, in Chinese. Its text holds at most 220 characters.

import type { words as en } from "./words.en";

export const words: typeof en = {
  text: [
    "一段文字是一串词元。它的概率是一个乘积：第一个词元的概率，乘以第二个在第一个之后的概率，依此类推。这是概率的链式法则，永远成立，不需要任何假设。所以，一个只会说“下一个是什么”的模型，就能给任何文字算出概率，也能一个一个地写下去。",
    "取对数后，乘积变成和。−log p 叫惊讶度，单位奈特：必然出现的是 0。惊讶度的平均值就是训练要降低的损失，取指数就是困惑度。",
  ],
  corrections: [
    {
      claim: "困惑度是“平均每一步要从多少个等可能的候选词里选”。",
      right:
        "是词元，不是词：平均是对词元取的。切分方式不同的模型不能比困惑度，只能比每字节比特数。",
      source: "笔记“Perplexity”；按定义 exp(−1/n Σ log p)，n 数的是词元。",
    },
  ],
  try: "自己一个个选词元，看总和怎样变",
  formula: "u 的概率等于 i 从 1 到 n 的连乘：在前面所有词元之后出现 u i 的概率。",
  figure: {
    text: "换一段文字",
    caption: "惊讶度沿着文字逐个累加",
    head: "p，奈特",
    token: "词元",
    p: "p（已知前面全部）",
    nats: "惊讶度，奈特",
    sum: "累计，奈特",
    given: "已给定",
    says: (total: string, p: string, mean: string, perplexity: string) =>
      `合计 ${total} 奈特：已知第一个词元，这段文字的概率是 ${p}。平均每个词元 ${mean} 奈特，困惑度 ${perplexity}。`,
  },
};
