// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

export const words: typeof en = {
  text: [
    "GPT-3 并不按篇幅读文本。Common Crawl 占全部词元的 {share-of-text[Common Crawl] whole}，却只占读入量的 {weight[Common Crawl] whole}；WebText2 占 {share-of-text[WebText2] whole}，读入量占 {weight[WebText2] whole}。权重是一种选择：被认为更好的文本读了几遍，Common Crawl 连一遍都没读完。",
    "轮数等于权重乘以 {sum[trained] count}0 亿词元，再除以来源的大小。改一改上面的权重。印出的权重因四舍五入加起来是 {sum[weight] whole}；WebText2 算得 {epochs[WebText2] 1} 轮，论文印的是 {printed[WebText2] 1}。",
  ],
  corrections: [
    {
      claim: "把 “Mixed datasets (~570GB)” 当作 GPT-3 的训练数据。",
      right:
        "570 GB 只是过滤后的 Common Crawl。五个来源共有 {sum[size] count}0 亿词元，训练读了 {sum[trained] count}0 亿。",
      source: "Brown 等 2020，2.2 节与表 2.2。",
    },
  ],
  opposite: "五个印出的数全都在四舍五入允许的范围内。",
  try: "在各种形状里看 GPT-3",
  formula: "来源 s 的轮数 e 等于它的权重 w 乘以三千亿词元，除以它的词元数 n。",
  experiment: {
    question: "GPT-3 论文印出的轮数，能由它的权重和大小算出来吗？",
    hypothesis: "每个来源的轮数等于权重乘以三千亿词元，再除以它的大小。",
    rule: "五个印出的数都与计算一致（只差四舍五入：权重到整数百分点，大小到十亿词元，轮数到末位），就算成立；有一个不一致就不成立。",
    null: "没有：数字是印出来的，不是抽样得来的。",
    counted: "个来源",
    outcomes: {
      held: "五个印出的数都能由权重和大小算出来。",
      refuted:
        "WebText2 算得 {epochs[WebText2] 1} 轮（考虑四舍五入，在 {epochs[WebText2].low 1} 到 {epochs[WebText2].high 1} 之间），论文印的是 {printed[WebText2] 1}。其余四个一致。",
      null: "数字说明不了。",
    },
  },
  figure: {
    caption: "各来源的轮数：由下面的权重算出，以及论文印出的",
    weights: "权重（百分比）",
    weight: (source: string) => `${source} 的权重（百分比）`,
    sum: (percent: string) => `合计：${percent} %`,
    reset: "论文的权重",
    even: "按大小成比例",
    calculated: "计算",
    printed: "印出",
    epochs: "轮数",
    columns: ["来源", "词元（十亿）", "权重 %", "读入（十亿）", "轮数", "印出的轮数"],
  },
};
