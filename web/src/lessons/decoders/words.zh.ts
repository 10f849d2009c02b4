// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

export const words: typeof en = {
  text: [
    "读完提示，模型给每个词元一个概率，由解码方法来选。贪心取概率最大的。温度先去除 logits：小于 1 更尖，大于 1 更平；趋于 0 就是贪心，趋于 ∞ 则所有词元机会均等。",
    "top-k 留下最大的 k 个；top-p 留下概率加起来达到 p 的最少几个，跨过 p 的那个也算，所以会自己调整：模型有把握就少，没把握就多。剩下的重新归一，再用一个随机数抽取。",
    "第五种是束搜索：它不是每一步就定下一个词元，而是同时保留最可能的 b 个开头，到最后才选。下一课专门讲它。",
  ],
  corrections: [],
  opposite: "有八个例子和没有例子时，top-p 留下一样多的词元。图下那行数给你看。",
  try: "在这个分布上移动滑块",
  formula:
    "词元 i 的概率 p i 等于它的 logit z i 除以温度 T 的指数，除以所有 z j 除以 T 的指数之和。",
  figure: {
    caption: "一个分布，四种一步解码",
    decoder: "解码",
    left: "剩下的词元",
    mass: "剩下的概率",
    others: "其余",
    chosen: "选中",
    names: {
      greedy: "贪心",
      temperature: "温度 1.5",
      top_k: "top-k，k = 5",
      top_p: "top-p，p = 0.7",
    },
    leaves: (shown: string) => `剩下 ${shown} 个词元`,
    adapts: (counts: { k: number; left: string }[]) =>
      `top-p 会自己调整：p = 0.7 时，${counts.map(({ k, left }) => `${k} 个例子之后剩 ${left} 个词元`).join("，")}。top-k 取 k = 5，每次都剩 5 个。`,
    again: "换一个随机数",
    drawn: (u: string, names: string[]) => `随机数 ${u}；选中：${names.join("、")}。`,
  },
};
