// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

export const words: typeof en = {
  text: [
    "训练时，GPT 同时预测一段文字里每一处的下一个词元。要让这件事公平，任何位置都不能看后面：否则它只要照抄下一个词元，训练时全对，写作时后面还什么都没有，就毫无用处。所以在 softmax 之前，给分数加上掩码 M：可以看的地方加 0，不可以的加 −∞。exp(−∞) 恰好是 0，未来得到的权重不是很小，而是没有。",
    "行提问，列回答。第 3 个词元看得见第 1、2 个和自己。写作时，前面词元的键和值留在缓存里，只有最新的一行提问。",
  ],
  corrections: [
    {
      claim: "“因果掩码矩阵 M 是下三角矩阵。”",
      right:
        "M 在对角线及以下是 0，以上是 −∞。由 1 组成的下三角矩阵只是“谁能看谁”的示意图；把它加到分数上，什么也挡不住。",
      source: "Vaswani 等 2017，3.2.3 节；Radford 等 2018。",
    },
  ],
  opposite:
    "对角线右边出现大于 0 的权重。在手算的前向传播里，那六个恰好都是 0；关掉掩码，没有一个是 0。",
  try: "关掉掩码，看看泄漏了什么",
  formula:
    "Q 是查询，K 是键，d k 是它们的长度。权重 A 等于 Q 乘 K 的转置除以根号 d k，再加 M，取 softmax。j 不大于 i 时 M i j 为 0，j 大于 i 时为负无穷。",
  figure: {
    caption: "四个词元的因果掩码，两种写法",
    added: "M，加到分数上",
    picture: "示意图：谁能看谁",
    row: "行",
  },
};
