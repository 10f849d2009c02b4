// The words of what each word of a prompt brings, in Chinese.

import { shortPercent } from "../../../core/text/numbers";
import type { occlusion as en } from "./words.en";

export const occlusion: typeof en = {
  occlusion: {
    ask: (words: number) => `每个词起多大作用？（${words + 1} 个提示）`,
    askHelp:
      "依次删掉一个词，再问模型原来最可能的下一个词元还有多大概率。一批问完，各提示开头相同的部分只读一遍。",
    few: (most: number, words: number) => `逐词去掉：最多 ${most} 个词，这里有 ${words} 个`,
    stop: "停止",
    ends: "最可能的下一个词元不成文字（比如表示文本结束），没法给它打分。",
    named: (word, { place, count }) => {
      if (count === 1) return `“${word}”`;
      if (place === count) return `最后一个“${word}”`;
      return place === 1 ? `第一个“${word}”` : `第 ${place} 个“${word}”`;
    },
    cell: (word, { place, count }) =>
      count === 1 ? word : `${word}（${count} 个中的第 ${place} 个）`,
    sentence: (word: string, answer: string, whole: number, left: number) =>
      `去掉${word}，模型给“${answer}”的概率从 ${shortPercent(whole)} 变成 ${shortPercent(left)}。`,
    several: (answer: string, whole: number, left: readonly number[]) => {
      const falls = Math.max(...left) < whole;
      const limit = shortPercent(falls ? Math.max(...left) : Math.min(...left));
      const bound = /^[<>]/.test(limit) ? limit : `${falls ? "至多" : "至少"} ${limit}`;
      return `标记最高的 ${left.length} 个词，去掉其中任何一个，模型给“${answer}”的概率都从 ${shortPercent(whole)} 变为：${bound}。`;
    },
    none: (answer: string, whole: number) =>
      `“${answer}”的概率是 ${shortPercent(whole)}，去掉哪一个词，变化都不到一个百分点。`,
    how: (most: string) =>
      `标记越高，去掉这个词之后变得越多，最高的变了 ${most} 个百分点；单条是下降，双线是上升。`,
    deleted:
      "词是删掉，不是换掉：剩下的是另一段文字，词元也可能不同。两个词说的是同一件事时，单删哪一个都显得没什么影响。",
    caption: (answer: string) => `依次去掉一个词之后，“${answer}”的概率`,
    columns: (answer: string) => ["词", `去掉后“${answer}”的概率，%`, "变化，百分点"],
  },
};
