// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const names = {
  tuned: "house-prose，微调",
  scratch: "同一网络，从头训练",
  gpt: "它的状态，冻结",
  surprise: "它的惊讶度，冻结",
  word2vec: "word2vec 平均",
  bilstm: "一对 LSTM（ELMo）",
  "tf-idf": "TF-IDF，1 至 3 词",
  counts: "词袋",
};
const of = (task: string) =>
  Object.fromEntries(Object.entries(names).map(([kind, name]) => [`${task}-${kind}`, name]));

export const words: typeof en = {
  text: [
    "标注贵，文本便宜：先读，再少标。一句话出自五个来源中的哪一个？house-prose 用 100 个标注微调，判对 {source-tuned[100] percent} 的新句子；TF-IDF 要 3\u202f000 个才一样多（{source-tf-idf[3000] percent}），100 个时只有 {source-tf-idf[100] percent}。同一网络从头训练，100 个时 {source-scratch[100] percent}，1\u202f000 个时 {source-scratch[1000] percent}。所以在这里，预训练把 30 个标注省下约 29 个。",
    "并非处处如此。有没有两个词被对调？两种句子的词一样，词袋必败。100 个标注时，微调比猜好不了多少（{order-tuned[100] percent}）；1\u202f000 个时 {order-tuned[1000] percent}，TF-IDF 是 {order-tf-idf[1000] percent}，3\u202f000 个时 {order-tf-idf[3000] percent}。其实 house-prose 早知道：看它觉得各个词有多意外，十个标注就有 {order-surprise[10] percent}。ELMo 是左右各一个 LSTM，不能并行；我们的那一对读得很少。",
  ],
  corrections: [],
  opposite: "从 1000 个标注起 TF-IDF 和微调的网络一样好；或者从头训练的和预训练的一样好。",
  try: "看看词被对调的句子在哪些词上让模型意外",
  experiment: {
    question: "和数词相比，和同一网络从头训练相比，预训练的网络省下多少标注？",
    hypothesis:
      "有 1000 个标注时，无论判断出处还是判断有没有两个词被对调，微调的 house-prose 都比 TF-IDF 好。",
    rule: "两个任务都在 1000 个标注时算：微调的 house-prose 在留出句子上比一至三词的 TF-IDF 多判对，差别（三次抽取标注的平均，按文档自助抽样）的 95 % 区间整个在 0 以上，就算成立；有一个任务的区间整个在 0 以下就不成立。",
    null: "有一个区间包含 0：有 1000 个标注时 TF-IDF 一样好。",
    counted: "个留出的句子，其中一半对调了两个词",
    outcomes: {
      held: "有 1000 个标注时，微调在两个任务上都领先 TF-IDF：{source-tuned-less-tf-idf[1000] points} 和 {order-tuned-less-tf-idf[1000] points} 个百分点。",
      refuted:
        "有 1000 个标注时，TF-IDF 至少在一个任务上领先：微调减 TF-IDF 是 {source-tuned-less-tf-idf[1000] points} 和 {order-tuned-less-tf-idf[1000] points} 个百分点。",
      null: "有 1000 个标注时，微调减 TF-IDF 是 {source-tuned-less-tf-idf[1000] points} 个百分点 [{source-tuned-less-tf-idf[1000].low points}, {source-tuned-less-tf-idf[1000].high points}] 和 {order-tuned-less-tf-idf[1000] points} 个百分点 [{order-tuned-less-tf-idf[1000].low points}, {order-tuned-less-tf-idf[1000].high points}]。",
    },
  },
  figure: {
    figures: {
      source: {
        caption: "句子出自五个来源中的哪一个，按标注数",
        x: "标注的句子",
        y: "判对（百分比；乱猜：20）",
      },
      order: {
        caption: "句子里有没有两个词被对调，按标注数",
        x: "标注的句子",
        y: "判对（百分比；乱猜：50）",
      },
      layers: {
        caption: "冻结的网络，逐层读取，1000 个标注",
        x: "读之前经过几层（0：词元自己的向量）",
        y: "判对（百分比）",
      },
    },
    names: {
      ...of("source"),
      ...of("order"),
      "source-layer-mean": "出处，各词元平均",
      "source-layer-last": "出处，末词元",
      "order-layer-mean": "对调，各词元平均",
      "order-layer-last": "对调，末词元",
    },
  },
};
