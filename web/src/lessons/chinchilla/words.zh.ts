// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

export const words: typeof en = {
  text: [
    "同样的算力，可以训练更大的网络，也可以多读文本。Gopher 有 2800 亿参数；Chinchilla（Hoffmann 等 2022）只有它的四分之一，用差不多的算力多读了 3.7 倍，在多数任务上反而更好。损失分三部分：谁也降不下去的底、网络太小的损失、读得太少的损失。移动预算看看：总和最小处，每个参数约合二十个词元。",
    "“二十”有多可靠？同一篇论文用两种不靠这个公式的方法得出它；而按它给公式印出的常数，Gopher 的预算该是每个参数 93 个词元。Besiroglu 等（2024）从论文的图上读出数据点重新拟合，得到 18；图先画的是这一组。两者都来自不超过 160 亿参数的网络和网页文本，对这些课里的小网络什么也说明不了。",
    "训练的损失最小，并不是全部的账。常被提问的模型，每次都要为它的大小付钱，所以小模型会训练到远超二十：SmolLM2-135M 读了 2 万亿词元，每个参数约 15\u202f000 个（Allal 等 2025）。GPT-3 按 Kaplan 等（2020）的标度律设计，每个参数还不到两个。",
  ],
  corrections: [],
  opposite: "同样的算力下，更大而读得更少的网络损失反而更小，而且离曲线的最低处很远。",
  try: "看看 GPT-2 和 GPT-3 的大小",
  formula:
    "N 个参数、D 个词元的损失 L，等于底 E，加上 A 除以 N 的 alpha 次方，加上 B 除以 D 的 beta 次方；五个常数都是拟合的。算力 C（FLOPs）约为 N 乘以 D 的六倍。",
  figure: {
    caption: "同一份预算的各种分法，比底多损失多少",
    budget: "算力预算",
    budgets: "取自",
    flops: (power) => `${power} FLOPs`,
    fit: "常数",
    fits: { refitted: "2024 年重新拟合", printed: "2022 年印出的" },
    x: "参数",
    y: (floor) => `每个词元的奈特数，底 ${floor} 以上`,
    short: "读得太少",
    small: "太小",
    least: "最小",
    says: (flops, parameters, tokens, each) =>
      `用 ${flops}，总和在 ${parameters} 参数、${tokens} 词元处最小：每个参数 ${each} 个词元。`,
    model: (name, parameters, tokens, more) =>
      `${name} 有 ${parameters} 参数，读了 ${tokens} 词元，按这组常数多损失 ${more} 奈特。`,
    ours: (less, more, lossOfLess, lossOfMore, times) =>
      `在“小规模的标度律”一课里，算力相等时：${less} 个参数、读的文本是另一个 ${times} 倍的网络，每个词元损失 ${lossOfLess} 奈特；${more} 个参数的损失 ${lossOfMore}。`,
    columns: ["参数", "词元", "每个参数的词元", "因太小的损失", "因读得太少的损失", "损失"],
  },
};
