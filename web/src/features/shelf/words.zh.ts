// The words of the shelf, in Chinese.

import { examples } from "../../words/common.zh";
import type { shelf as en } from "./words.en";

export const shelf: typeof en = {
  shelf: {
    title: ["同一个模型。", "同一个问题。", "四个回答。"],
    constant: "权重始终不变，",
    differs: "变的只是前面的例子。杯子越满，回答越有可能。",
    what: "把 GPT 打开来看：学也好，教也好。",
    pour: "倒入例子",
    all: "一次倒满",
    own: "问自己的问题",
    prompt: "提示，以及模型的回答",
    figure: "“fast ->”之前放零到八个例子，例子分四种：模型各怎么答",
    examples: "例子",
    says: (k) => `放 ${k} 个时它答`,
    kind: "哪种例子",
    sets: {
      opposite: "反义词",
      comparative: "比较级",
      superlative: "最高级",
      CAPITALS: "大写",
    },
    glass: (k, set, answer, percent) => `${set}，${examples(k)}：${answer} ${percent}`,
    saysIt: (k, set, percent) =>
      k === 0
        ? `没有例子时，这样答的概率是 ${percent}。`
        : `看过 ${k} 个${set}的例子，这样答的概率是 ${percent}。`,
    saysOther: (k, set, percent) =>
      `${k === 0 ? "没有例子时" : `看过 ${k} 个${set}的例子`}，它不答这四个词；最可能的是这一个，${percent}。`,
    space: "（空格）",
    change: "改一改提示",
    look: "它在看哪里？",
    question: (set) => `换成${set}的例子，它会怎么答？`,
    showMe: "直接倒",
    right: (answer) => `你猜 ${answer}，它也这样答。`,
    wrong: (guess, answer) => `你猜 ${guess}，它答 ${answer}。`,
    recorded: (name, date) => `${name}，录于 ${date}。`,
    many: "挑出来的一个词；220 个词平均，杯子满到 10–22\u202f%。",
    manyHelp:
      "fast 是选来示范的。像它这样的 220 个词，有 8 个例子时，四个答案合计平均有 10 到 22\u202f%。",
  },
};
