// The words of the presenter view, and of guessing before the marks are shown, in Chinese.

import type { presenter as en } from "./words.en";

export const presenter: typeof en = {
  presenter: {
    enter: "演示",
    leave: "退出（Esc）",
    keys: "← → 加减例子 · ↑ ↓ 换一种例子",
    first: "先猜再看",
    ask: "它会怎么回答？",
    askHelp: (k: number) =>
      `${k === 0 ? "提示里没有例子" : `提示里有 ${k} 个例子`}：下面哪一个最可能？`,
    show: "不猜，直接看",
    yourGuess: "你的猜测",
    outcome: (mine: string, says: string) => `你猜“${mine}”，它说“${says}”。`,
    tally: (made: number, right: number) => `猜了 ${made} 次，猜对 ${right} 次`,
  },
};
