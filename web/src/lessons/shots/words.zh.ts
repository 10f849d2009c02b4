// The words of the lesson, in Chinese. Its text holds at most 220 characters.

import type { words as en } from "./words.en";

export const words: typeof en = {
  text: [
    "零样本：提示里只有问题，也许有一句说明，没有例子。单样本：一个例子。少样本：几个，放得下多少放多少。不走一步梯度，权重不变，变的只是问题前面的文字。",
    "两个数要分开看。形式：概率有多少落在所要的那类答案上。占比：正确答案在其中占多少。下图里 slow、faster、fastest、FAST 都算形式对；例子是反义词，所以 slow 正确。两个数不一定同步：这里占比先变，形式随后；有的任务只学会形式，占比始终不动。",
  ],
  corrections: [],
  opposite: "条变长了，菱形却停在没有例子时的位置：那样例子在这里就只教了形式。",
  try: "逐个增加例子，再换一类例子",
  formula: "给定例子 x 1 y 1 到 x k y k、问题 x 和权重 θ，答案 y 的概率。θ 不变。",
  figure: {
    caption: "0、1、2、4、8 个例子时的形式与占比",
    examples: "例子数",
    rows: (k: number) => `${k} 个例子`,
    form: "形式：四个答案合计",
    choice: "占比：正确答案在其中所占",
    right: (answer: string) => `${answer}，正确答案`,
  },
};
