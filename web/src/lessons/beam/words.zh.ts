// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

export const words: typeof en = {
  text: [
    "贪心每步都取概率最大的词元。可是这一步的最大，可能通向一段概率很小的文字：整段的概率是各个词元概率的乘积。束搜索保留最可能的 b 个开头：每一步，每个开头都接上每一个词元，再从中留下最可能的 b 个。",
    "把上面的束加宽：找到的文字通常更可能，但不总是。每个词元都使 log p 之和更小，长的就吃亏，所以除以长度的 α 次方。b = 1、α = 0 就是贪心；b = 1 且遇到第一个结束词元就停，也是；否则贪心结束的地方它可能继续。更可能不等于更好：最可能的文字常常平淡。",
  ],
  corrections: [],
  opposite: "束再宽，也找不到比 b = 1 更可能的文字。那样贪心就够了；比一比树下面的概率。",
  try: "换一段自己的文字来搜索",
  formula:
    "n 个词元的文本 u 的得分 s 等于 i 从 1 到 n，u i 在它前面所有词元之后的概率的对数之和，除以 n 的 α 次方。",
  figure: {
    caption: "一次束搜索：一列一个词元，最可能的在最上面",
    width: "保留几个开头",
    best: (width: number, text: string, p: string) => `b = ${width} 找到“${text}”，${p}。`,
    legend: "每个词元下面是 log p 的累计，奈特",
  },
};
