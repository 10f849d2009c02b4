// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const names = {
  "house-bert": "house-bert",
  "smollm2-135m": "SmolLM2-135M",
  "house-prose": "house-prose",
  "lstm-pair": "一对 LSTM（仿 ELMo）",
  "word2vec-context": "word2vec，其余词的平均",
};
const figure = (where: string, kind: string) => ({
  caption: `词义由${where}说明时，最近邻词义相同的句子（word2vec 的一个向量：{word2vec-${kind}[0] whole}）`,
  x: "在各层中的高度（0：词元自己的向量，1：最后一层）",
  y: "句子的份额",
});

export const words: typeof en = {
  text: [
    "Word2Vec 和 GloVe 给一个词一个向量，bank 是哪个意思说不出；ELMo、GPT、BERT 在每处给它不同的向量。这里用最近邻判断十个词的词义。前文说明时，SmolLM2 半高处判对 {smollm2-135m-before[0.5] whole}，house-prose {house-prose-before[0.5] whole}；只有后文说明时，每个 GPT 都恰好判对 {smollm2-135m-after[0.5] whole}：到这个词为止，读到的两句一样。",
    "看得到两边本该有用，这里却没有：house-bert 判对 {house-bert-after[0.5] whole}，一对 LSTM（ELMo 的想法）{lstm-pair-after[0.5] whole}。它们都小，练得也短，几乎分不出词义。把其余词的 word2vec 向量简单平均，倒有 {word2vec-context-after[0] whole}。",
  ],
  corrections: [
    {
      claim: "“2018 年，GPT-1 与 ELMo 几乎同时提出了预训练范式。”",
      right:
        "在它们之前已有人这样做。GPT-1 的论文自己提到 Dai 和 Le（2015）以及 ULMFiT（Howard 和 Ruder 2018）：先预训练语言模型，再微调。ELMo 的状态则是给另一个网络用的特征。",
      source: "Radford 等 2018，第 2 节“Unsupervised pre-training”。",
    },
  ],
  opposite: "词义在后文时，有 GPT 不是恰好一半；或者掩码模型也不高于一半。",
  try: "看看两句话里第二个 bank 回头看什么",
  formula: "向量 u 与 v 的余弦，等于它们的内积除以各自内积的平方根之积。",
  experiment: {
    question: "一个词的向量能说出它用的是哪个意思吗？从哪一层起？",
    hypothesis:
      "前文说明词义时，GPT 的向量也说得出；只有后文说明时，GPT 都说不出，看得到两边的掩码模型说得出。",
    rule: "半高处（事先定好）：前文说明时至少有一个 GPT 高于偶然，后文说明时掩码模型高于偶然，而且后文说明时每个 GPT 在每一层都恰好是 50 %，就算成立。高于偶然：95 % 区间（按句对自助抽样）整个在 50 % 以上。有 GPT 不是恰好 50 %，或者掩码模型的区间整个在 50 % 以下，就不成立。LSTM 和 word2vec 只是并列，不参与判断。",
    null: "应当在 50 % 以上的区间包含 50 %。",
    counted: "个句子",
    outcomes: {
      held: "半高处，前文说明时 GPT 读得出词义，后文说明时掩码模型读得出。",
      refuted: "后文说明时，掩码模型还不如猜，或者有 GPT 不是恰好一半。",
      null: "后文说明词义时，house-bert 半高处说不出：{house-bert-after[0.5] percent}（95 % 区间 {house-bert-after[0.5].low percent} 到 {house-bert-after[0.5].high percent}）。其余成立。",
    },
  },
  figure: {
    figures: {
      after: figure("后文", "after"),
      before: figure("前文", "before"),
      neighbours: {
        caption: "word2vec 里离这十个词最近的词；一个向量里看得出两个意思的，只有 bank",
        x: "",
        y: "",
      },
    },
    names: Object.fromEntries([
      ...Object.entries(names).flatMap(([model, name]) =>
        ["after", "before"].map((kind) => [`${model}-${kind}`, name]),
      ),
      ["word", "词"],
      ["nearest words", "最近的词"],
    ]) as Record<string, string>,
  },
};
