// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

export const words: typeof en = {
  text: [
    "训练让读到的文字变得更可能：提高所有词元 log p 之和。这个和的平均取负，就是交叉熵，单位是奈特每词元；再取指数就是困惑度：相当于在这么多词元里均匀地抽一个那么难。",
    "可是，什么算一个词元，由分词器决定。切得更细，同一段文字分成更多步，每步更容易。所以两种分词器的困惑度不能比。比特数能比：两个模型要说出的字节是一样的。",
    "上面这句话，是因为两种指标在它上面结论相反才选的。换一句看看。",
  ],
  corrections: [
    {
      claim: "困惑度是“平均每一步要从多少个等可能的候选词里选”。",
      right:
        "是词元，不是词：平均是对词元取的。切分方式不同的模型不能比困惑度，只能比每字节比特数。",
      source: "笔记“Perplexity”；按定义 exp(−1/n Σ log p)，n 数的是词元。",
    },
  ],
  opposite:
    "切法不同的文字上，困惑度与每字节比特数给两个模型排的名次总是一样。词元数相同时必定一样；在这里就未必。",
  try: "问问两个模型，下一个词元是什么",
  formula:
    "n 是词元数，u i 是第 i 个词元。交叉熵 CE 等于负的 n 分之一，乘以 i 从 1 到 n，u i 在它前面所有词元之后的概率的对数之和。困惑度 PPL 是它的指数。每字节比特数 BPB 等于 n 乘以交叉熵，除以字节数乘以 2 的对数。",
  figure: {
    text: "换一段文字",
    caption: "每个词元在它所占的字节上花了多少比特",
    given: "浅色的字是给定的，其余由模型说出。",
    area: "宽：字节。高：每字节比特数。面积：比特。虚线：平均。",
    tokens: (n: string) => `${n} 个词元`,
    mean: (bits: string) => `每字节 ${bits} 比特`,
    cell: (token: string, nats: string, bits: string) =>
      `${token}：${nats} 奈特，每字节 ${bits} 比特`,
    columns: {
      model: "模型",
      token: "词元",
      bytes: "字节",
      nats: "惊讶度，奈特",
      bits: "每字节比特数",
    },
    isGiven: "已给定",
    summary: (bytes: string) => `同样的 ${bytes} 个字节，两种切法`,
    measure: "指标",
    comparable: "能比吗",
    rows: {
      tokens: "词元数",
      likelihood: "对数似然，奈特",
      mean: "交叉熵，奈特每词元",
      perplexity: "困惑度，每词元",
      bits: "每字节比特数",
    },
    compare: {
      text: "能：同一段文字",
      bytes: "能：同样的字节",
      tokens: "不能：词元不同",
      alike: "能：词元相同",
    },
    alone: "这里只有一个模型。它的每字节比特数可以和任何模型比，困惑度只有词元相同时才能比。",
    nothing: "再多写几个字：第一个词元是给定的，后面还没有可以计算的。",
    alike: (n: string) => `两个模型把这段文字切成同样的 ${n} 个词元：这时困惑度也能比。`,
    agree: (name: string, better: string, worse: string) =>
      `两种指标都是 ${name} 领先，但只有每字节比特数说得清领先多少：${better} 对 ${worse}。`,
    disagree: (byPerplexity: string, byBits: string) =>
      `按困惑度 ${byPerplexity} 领先，按每字节比特数 ${byBits} 领先。对的是比特数：这段文字在 ${byBits} 那里更可能。`,
  },
};
