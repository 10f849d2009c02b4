// What a new lesson begins with: one that can be saved as it stands.

export const TEXT = `---
title: Coins
order: 1
figures:
  heads:
    caption: Heads by throws
    kind: curves
    series: [heads]
    x: throws
    y: heads in percent
names:
  heads: a fair coin
quiz:
  ask: How often does a fair coin show heads?
  right: nearest
  to: heads[1000]
  choices:
    - { say: half of the time, value: 0.5 }
    - { say: nearly always, value: 0.9 }
  because: A coin has two sides, and nothing prefers one of them.
opposite: Far more heads than tails.
try: Let the model throw one
opens: "#v1/decode?text=Heads+or"
---

The claim, in one paragraph that stands above the figure.

What stands below the figure: {heads[1000] percent} were heads.
`;

/** Its words alone, in Chinese: the form is in the English text. */
export const CHINESE = `---
title: 硬币
figures:
  heads:
    caption: 掷的次数与正面
    x: 掷的次数
    y: 正面的百分比
names:
  heads: 一枚均匀的硬币
quiz:
  ask: 均匀的硬币有多少次是正面？
  choices:
    - 一半
    - 几乎每次
  because: 硬币有两面，没有什么偏向其中一面。
opposite: 正面比反面多得多。
try: 让模型掷一次
---

结论写成一段，放在图的上面。

图下面的文字：{heads[1000] percent}是正面。
`;

export const NUMBERS = `{
  "series": [
    {
      "name": "heads",
      "x": "throws",
      "unit": "share",
      "points": [{ "x": 10, "y": 0.6 }, { "x": 1000, "y": 0.503 }]
    }
  ]
}
`;
