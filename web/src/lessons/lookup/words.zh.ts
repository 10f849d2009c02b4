// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const gain = (kind: string) => `{gain[${kind}] 2}`;
const interval = (kind: string) =>
  `${gain(kind)} 倍 [{gain[${kind}].low 2}, {gain[${kind}].high 2}]`;
const result = `照抄快到 ${interval("copying")}，散文 ${interval("prose")}`;

export const words: typeof en = {
  text: [
    "模型运行一次写一个词元，其实一次能核对好几个。同样的词元上回在上下文里出现时，后面跟着什么，就拿来当草稿；与模型自己会写的一致才留下。文本逐个词元不变。这是推测解码（Leviathan 等 2023），只是用上下文代替小模型来打草稿；用 --prompt-lookup 启动的服务器就这样做。",
    `SmolLM2，单核，各文本倍数的平均：照抄 ${gain("copying")}（每次运行 {tokens-a-run[copying] 1} 个词元），代码 ${gain("code")}，摘要 ${gain("summary")}，JSON 记录 ${gain("records")}。本以为散文不到 1.25，却有 ${gain("prose")}，假设不成立：大概因为小模型贪心时很快就重复自己。`,
  ],
  corrections: [],
  opposite: "散文里省下的与照抄一样多，或者文本变了。",
  try: "让模型照抄一段，逐个词元看",
  experiment: {
    question: "SmolLM2 从上下文里抄来草稿、一次核对，各种文本能写得快多少？",
    hypothesis: "照抄一段快到 2 倍以上，散文不到 1.25 倍：省下的是重复的部分。",
    rule: "每种 8 段文本，各贪心续写 40 个词元，一次逐个写，一次带草稿；增益是每词元处理器时间（毫秒）之比，不含读提示的时间。平均增益的 95 % 区间（对文本自助抽样）照抄的在 2 以上、散文的在 1.25 以下，就算成立；照抄的在 2 以下或散文的在 1.25 以上就不成立。其他几种不作判断。",
    null: "有一个区间包含它的界限（2 或 1.25）。",
    counted: "段文本（每种）",
    outcomes: {
      held: `${result}。`,
      refuted: `${result}。`,
      null: `${result}：有一个区间包含界限。`,
    },
  },
  figure: {
    here: {
      title: "就在这里照抄一段",
      ask: (name: string) => (name === "" ? "问正在用的模型" : `让 ${name} 照抄`),
      stop: "停止",
      asking: "正在写……",
      failed: "服务器没有回答。",
      unable: "服务器在时，可以问能往下写的模型。",
      took: (ms: string, tokens: number) => `${tokens} 个词元，每个 ${ms} 毫秒。`,
      drafts: "这台服务器打草稿：它是用 --prompt-lookup 启动的。",
      plain: "这台服务器逐个词元地写。这样重新启动，它就先打草稿；再问一次，比一比时间：",
    },
    stock: {
      figures: {
        gain: { caption: "带草稿快到几倍", x: "文本种类", y: "倍数（1：没有增益）" },
        ms: { caption: "每个词元的处理器时间", x: "文本种类", y: "毫秒" },
      },
      names: {
        gain: "倍数",
        "ms-plain": "逐个词元",
        "ms-drafted": "带草稿",
        copying: "照抄",
        records: "JSON 记录",
        code: "代码",
        summary: "摘要",
        prose: "散文",
      } as Record<string, string>,
    },
  },
};
