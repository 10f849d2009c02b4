// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

export const words: typeof en = {
  text: [
    "一段文字的概率是一个乘积：第一个词元的概率，乘以第二个在第一个之后的概率，依此类推。链式法则不需要任何假设。取对数就是惊讶度 −log p 之和，单位奈特。",
    "为什么只预测下一个？笔记给出三个理由：这样的模型本身就能逐个词元地写；任何文字的每个词元都是训练任务，不必另外设计；据说规模越大优势越明显，这一点有争议。",
    "代价是：词元看不到后文，要靠后文才清楚的词，只能先读过去；写作也只能一个接一个。BERT 选了另一条路：空缺的两边都看，却不能直接往下写。",
  ],
  corrections: [
    {
      claim: "“后来的实践表明，仅解码器结构随模型增大表现出更好的扩展性。”",
      right:
        "有争议。在五十多亿参数的模型之间比较：只做预训练时，因果解码器的零样本最强；经过多任务微调后，最好的却是能一次看到全部输入、靠掩码学成的模型。",
      source:
        "Wang 等 2022，“What Language Model Architecture and Pretraining Objective Work Best for Zero-Shot Generalization?”，摘要。",
    },
  ],
  opposite: "只改后面的字，前面某个词元的条却变了。改一改最后一个词：它前面的条都不动。",
  try: "自己一个个选词元，看总和怎样变",
  formula:
    "n 个词元的文本 u 的概率等于 i 从 1 到 n 的连乘：在前面所有词元之后出现第 i 个词元 u i 的概率。",
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
    gaps: {
      figures: {
        gap: {
          caption: "文本里同样的空缺：只看左边，以及再看后文",
          x: "空缺后读的词元（空缺前 64 个）",
          y: "每个空缺的奈特",
        },
      },
      names: { "gap-gpt": "house-prose，只看左边", "gap-bert": "house-bert" },
    },
    gapSays: (gpt: string, both: string, worth: string, left: string) =>
      `看得到两边值多少：留出文本里，GPT house-prose 读了左边，一个遮住的词元平均花 ${gpt} 奈特；它的掩码版 house-bert 再读空缺后的 32 个词元，花 ${both}，只少 ${worth} 奈特，也许等于没有。（只读左边时 house-bert 花 ${left}：文本在空缺处就断了，它几乎没有这样练过。）`,
    more: "详见 BERT 一课",
  },
};
