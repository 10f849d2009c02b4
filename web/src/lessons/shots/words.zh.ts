// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

export const words: typeof en = {
  text: [
    "前面什么都不放，问 GPT “fast ->”，它写一个空格。前面放四对反义词，它就写 slow。权重没有动，动的是两样：杯子有多满，里面装的是什么。",
    "形式：它说出四个答案之一的可能性。占比：正确答案在其中占多少。两者不一定同步：这里占比先变，形式随后；有的任务只学会形式，占比始终不动。零样本：没有例子。单样本：一个。少样本：几个，放得下多少放多少。不走一步梯度。",
  ],
  corrections: [],
  opposite: "上面的杯子满起来，下面的却一直混着：那样例子在这里就只教了形式。",
  try: "逐个增加例子，再换一类例子",
  formula: "给定例子 x 1 y 1 到 x k y k、问题 x 和权重 θ，答案 y 的概率。θ 不变。",
  figure: {
    caption: "0、1、2、4、8 个例子时的形式与占比",
    examples: "例子数",
    rows: (k: number) => (k === 0 ? "没有例子" : `${k} 个例子`),
    form: "形式",
    formHelp: "杯子有多满？",
    share: "占比",
    shareHelp: "里面是什么？拉满整杯来看。",
    empty: "别的词",
    right: (answer: string) => `${answer}，正确答案`,
  },
};
