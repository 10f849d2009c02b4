// The words of the reasoning lane, in Chinese.

import { percent, percentDigits } from "../../../core/text/numbers";
import type { reasoning as en } from "./words.en";
import { examples } from "../sentence/words.zh";

export const reasoning: typeof en = {
  reasoning: {
    fold: "推理栏",
    foldOn: (n: number) => `推理栏：${n} 个样本的平均`,
    show: "再加一栏：先推理，再回答",
    n: "样本数",
    max_tokens: "最长（词元）",
    help: {
      n: "1 到 8，每个样本各推理一遍",
      max_tokens: "1 到 4096，到了就必须回答",
    },
    about:
      "这一栏的例子带着推理过程，模型也先写一段自己的推理。每段推理之后读出各个答案的概率，标记是它们的平均，横线从最低到最高。推理之后的答案取最可能的，不抽随机数。",
    shot: (i: number) => `例子 ${i} 的推理`,
    shotShort: "推理",
    heading: (k: number) => `${examples(k)}，先推理（思维链）`,
    meanOf: (n: number) => `${n} 个样本的平均`,
    legend: (k: number, n: number) => `${examples(k)}，先推理：${n} 个样本的平均，横线从最低到最高`,
    lowest: "R，最低的样本",
    highest: "R，最高的样本",
    sample: (i: number) => `样本 ${i}`,
    wrote: (i: number) => `样本 ${i} 的推理`,
    answer: (i: number) => `样本 ${i} 的答案`,
    thinking: "推理",
    ends: "模板里的这几个字结束推理",
    forced: "推理没有自己结束，这几个字是补上的。",
    readOut: (label: string, p: number) => `“${label}” ${percent(p)}`,
    spoken: (k: number, n: number, label: string, p: number, right: boolean | null) =>
      `${examples(k)}，先推理，${n} 个样本平均：${label}，百分之 ${percentDigits(p).replace("<", "不到").replace(">", "超过")}${right === true ? "，是预期答案" : ""}。`,
  },
};
