// Terms that a newcomer does not know, in Chinese.

import type { glossary as en } from "./words.en";

export const glossary: typeof en = {
  glossary: {
    form: {
      match: ["符合要求的形式", "形式"],
      meaning:
        "形式：列出的所有答案合计占多少概率。它只说明模型是否按要求的样子作答，不说明答得对不对。",
    },
    choice: {
      match: ["其中预期答案占", "选择"],
      meaning: "选择：在列出的答案所占的概率里，预期答案占多少。两个答案时，一半就是拿不定主意。",
    },
    nats: {
      match: ["奈特"],
      meaning: "奈特：用自然对数算 −log p 时的单位。0 是必然，0.69 是二分之一，2.3 是十分之一。",
    },
    logit: {
      match: ["logits", "logit"],
      meaning:
        "logit：模型给词表里每个词元打的分。softmax 把分数变成概率；要紧的是分数之差，不是高低。",
    },
    parity: {
      match: ["一致性"],
      meaning: "一致性：在同样的文字上，转换后的模型与转换前相差多少。这是量出来的，不是假定的。",
    },
    space: {
      match: ["␣"],
      meaning:
        "␣ 是空格，⏎ 是换行，⇥ 是制表符：不这样画就看不见。词元常常带着前面的空格，所以“␣slow”和“slow”是两个词元。",
    },
    zeroShot: {
      match: ["零样本"],
      meaning: "零样本：提示里只有问题，也许有一句说明，没有例子。",
    },
    oneShot: {
      match: ["单样本"],
      meaning: "单样本：问题前面放一个带答案的例子。权重不变。",
    },
    fewShot: {
      match: ["少样本"],
      meaning: "少样本：问题前面放几个带答案的例子，放得下多少放多少。权重不变。",
    },
  },
};
