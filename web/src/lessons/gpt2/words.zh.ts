// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

export const words: typeof en = {
  text: [
    "GPT-2 没有微调，论文把结果叫作零样本。可是看看它的提示：翻译时，上下文里先放了几对例子“英文句 = 法文句”，然后才是要译的句子和等号；问答时，开头是几组问题和答案，好让模型学会简短的答法。今天这叫少样本。",
    "其余各项都没有加例子：语言建模、儿童读物填空、LAMBADA、Winograd、阅读理解，以及文末加 TL;DR: 的摘要。",
    "从上下文的例子里学，比 GPT-3 给它起名早了一年。",
  ],
  corrections: [
    {
      claim:
        "“足够大的语言模型不用任何微调就能完成下游任务（零样本）”；翻译写成“translate English to French: [English text] = [French text]”。",
      right:
        "不微调，是的；没有例子，也是的，但翻译和问答除外。测量翻译时，提示里放的是例句对。论文第 2 节确实提到“(translate to french, english text, french text)”，说的是训练样本的写法；“translate English to French:”作为真正管用的前缀，出自 2020 年的 T5。",
      source: "Radford 等 2019，第 2 节、3.1 至 3.8 节；Raffel 等 2020。",
    },
  ],
  opposite: "翻译和问答的提示里一对例子也没有。论文 3.7 和 3.8 节写明是有的。",
  try: "有例句对和没有例句对，各译一次",
  figure: {
    caption: "GPT-2 的提示，逐部分列出",
    task: "任务",
    part: "部分",
    content: "内容",
    parts: { example: "例子", question: "问题", hint: "提示语", text: "正文" },
    prompts: [
      {
        task: "翻译",
        section: "3.7 节",
        lines: [
          { part: "example", text: "英文句 = 法文句" },
          { part: "example", text: "英文句 = 法文句" },
          { part: "example", text: "…" },
          { part: "question", text: "英文句 =" },
        ],
        verdict: "少样本，只是当时还没有这个名字。",
      },
      {
        task: "问答",
        section: "3.8 节",
        lines: [
          { part: "example", text: "一个问题，一个简短的答案" },
          { part: "example", text: "一个问题，一个简短的答案" },
          { part: "example", text: "…" },
          { part: "question", text: "要问的问题" },
        ],
        verdict: "少样本，只是当时还没有这个名字。",
      },
      {
        task: "摘要",
        section: "3.6 节",
        lines: [
          { part: "text", text: "文章" },
          { part: "hint", text: "TL;DR:" },
        ],
        verdict: "零样本。",
      },
      {
        task: "阅读理解",
        section: "3.5 节",
        lines: [
          { part: "text", text: "文档" },
          { part: "text", text: "到目前为止的对话" },
          { part: "hint", text: "A:" },
        ],
        verdict: "没有另加例子；前面的问答是任务自带的。",
      },
    ],
    own: "让本页的模型按 GPT-2 的格式译成法文",
    pairs: (k: number) => (k === 0 ? "没有例句对" : `${k} 对例句`),
    nothing: "（只有空白）",
  },
};
