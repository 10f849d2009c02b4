// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const names = { speech: "词性", control: "对照任务", selectivity: "选择性" };
const figure = (model: string) => ({
  caption: `${model}：线性探针判对的词，按层`,
  x: "读之前经过几层（0：词元自己的向量）",
  y: "留出词的份额",
});

export const words: typeof en = {
  text: [
    "没有人告诉这些模型什么是名词，线性探针却能从词的向量里读出词性：SmolLM2 在词元自己的向量里判对 {smollm2-135m-speech[0] percent}，半高处 {smollm2-135m-speech[15] percent}；house-prose 是 {house-prose-speech[0] percent} 和 {house-prose-speech[3] percent}。SmolLM2 的最后一层只有 {smollm2-135m-speech[30] percent}，比各层之前还低：那里的向量要说的是下一个词元。",
    "探针也可能只是背下了词。对照任务看它能背多少：每个词随机抽一个标签，出现在哪里都一样。真标签比它多判对的部分叫选择性：SmolLM2 各层之前 {smollm2-135m-selectivity[0] percent}，半高处 {smollm2-135m-selectivity[15] percent}。",
    "GPT-1 的标题许诺得更多：“Improving Language Understanding by Generative Pre-Training”（用生成式预训练改进语言理解）。不用标注就显出词性，是一个迹象，但还不是理解：半高处的探针只比词元自己的向量多判对 {smollm2-135m-speech-gain[15] percent} 的词。",
  ],
  corrections: [],
  opposite: "一条平线：各层之前和之后一样对；或者对照任务跟着词性一起升高。",
  try: "看看 fish 的两种用法之后，每一层会写什么",
  formula: "选择性等于词性的正确率减去对照任务的正确率。",
  experiment: {
    question: "学着预测下一个词元，会显出词性吗？在哪些层？",
    hypothesis: "半高处比词元自己的向量更容易读出词性，而且不是因为探针背下了词。",
    rule: "两个模型都在半高处（事先定好）算：留出的词里判对的份额，以及选择性，都高于词元自己的向量，差别的 95 % 区间（按文档自助抽样）整个在 0 以上，就算成立；有一个区间整个在 0 以下就不成立。",
    null: "有一个区间包含 0：词元自己的向量几乎做完了全部。",
    counted: "个留出的词和标点",
    outcomes: {
      held: "半高处，两个模型都比词元自己的向量更能说出词性，选择性也更高。",
      refuted: "至少有一个模型，半高处还不如词元自己的向量。",
      null: "至少有一个差别不大于偶然：词元自己的向量几乎做完了全部。",
    },
  },
  figure: {
    figures: { "smollm2-135m": figure("SmolLM2-135M"), "house-prose": figure("house-prose") },
    names: Object.fromEntries(
      ["smollm2-135m", "house-prose"].flatMap((model) =>
        Object.entries(names).map(([kind, name]) => [`${model}-${kind}`, name]),
      ),
    ),
  },
};
