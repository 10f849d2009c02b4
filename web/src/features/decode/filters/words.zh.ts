// The words of how the next token is drawn in Chinese.

import { count, percent } from "../../../core/text/numbers";
import type * as en from "./words.en";

export const controls: typeof en.controls = {
  title: "下一个词元怎样抽取",
  about:
    "得分先除以温度再做 softmax：温度低于 1，概率更悬殊；高于 1，更平均；对比里是 1。top-k 和 top-p 切掉尾部。",
  temperature: "温度",
  top_k: "Top-k",
  top_p: "Top-p",
  min_p: "Min-p",
  repetition_penalty: "重复惩罚",
  presence_penalty: "出现惩罚",
  frequency_penalty: "频率惩罚",
  more: "种子、min-p、惩罚与回答的形式",
  turnOff: "关闭 min-p、惩罚与形式",
  moreAbout:
    "惩罚在温度之前作用于出现过的词元的 logit：重复惩罚看原文和已取的词元，出现惩罚和频率惩罚只看已取的词元。log p 始终是模型自己的。",
  field: (name: string) => `${name}，直接填数字`,
  greedy: "取最可能",
  off: "关闭",
  seed: "随机种子",
  sample: "样本",
  sampleOption: (n: number) => `样本 ${n}`,
  out: (min: number, max: number) => `请填 ${count(min)} 到 ${count(max)} 之间的数。`,
  outWhole: (min: number, max: number) => `请填 ${count(min)} 到 ${count(max)} 之间的整数。`,
};

export const filters: typeof en.filters = {
  label: "从 logits 到抽取的各个阶段，逐行列出最可能的词元",
  caption: "每个阶段留下了什么。概率以百分比计，熵以奈特计。",
  logits: "得分 − 最高分",
  softmax: (t: string) => `温度 ${t}`,
  narrow: { softmax: (t) => `温度 ${t}`, adjusted: "惩罚之后" },
  top_k: (k: string) => `Top-k ${k}`,
  top_p: (p: string) => `Top-p ${p}`,
  min_p: (p: string) => `Min-p ${p}`,
  adjusted: "惩罚之后",
  changed: (n: number) => `${count(n)} 个 logit 变了`,
  draw: "抽取",
  off: "关闭",
  tokens: (n: number) => `${count(n)} 个词元`,
  mass: (p: number) => `留下 ${percent(p)}`,
  unsure: (n) => ["像面对", `${n} 个同样可能的选择`, `${n} 种可能`],
  removed: { top_k: "k 名之外", top_p: "p 之外", min_p: "低于 min-p", form: "被禁止" },
  likeliest: "最可能",
  others: "其余全部",
  inTokens: (n: number) => `在 ${count(n)} 个词元里`,
  greedy: "不抽取",
  greedyWhy: "直接取最可能的词元",
  manyDrawn: (n: number) => `抽 ${count(n)} 次，95 %`,
  column: {
    token: "词元",
    rank: "名次",
    logit: "Logit",
    tokens: "剩余词元",
    mass: "概率",
    ofTopK: "占 top-k 所留的",
    entropy: "熵",
    perplexity: "困惑度",
    samples: "样本",
    observed: (n: number) => `抽 ${count(n)} 次的占比`,
    low: "下限",
    high: "上限",
  },
  atTemperature: (t: string) =>
    t === "1"
      ? "这里的百分比是温度 1 时的，也就是模型本身的概率，直到 top-k 和 top-p 去掉一些词元为止。"
      : `这里的百分比是温度 ${t} 时的；“得分 − 最高分”一栏才是模型本身的得分（减去最高的）。`,
  atGreedy: "温度为 0 时，最可能的词元得到全部；这不是模型给出的概率。",
  inCompare: "“对比”页显示的是温度 1、不经任何采样设置的概率",
  order: (k: string, before: string, p: string, stored: string, mass: string) =>
    `先做 top-k：留下的 ${k} 个词元占概率的 ${before}，把它们放大到合计 100 %，top-p 的 ${p} 就按这个合计来算。它留下 top-k 所留的 ${stored}，相当于全部概率的 ${mass}，然后再放大到 100 %。`,
  perplexity:
    "困惑度是熵（以奈特计）的指数，也就是有效词元数：这个分布的不确定程度，相当于在这么多个等概率词元中选一个。",
  notes: "这些栏怎样读",
  every: "所有阶段",
  signs: "词元名称里的 ␣ 是空格。",
  select: "选一个词元，就取它，并看它后面会是什么。",
};

export const draw: typeof en.draw = {
  title: "随机数落在哪里",
  label: (u: string, token: string) => `剩下的词元从 0 到 1 首尾相接，随机数 ${u} 落在 ${token} 上`,
  about: "剩下的词元从 0 到 1 首尾相接。随机数由种子、样本和位置确定：三者相同，词元就相同。",
  greedy: "温度为 0 时不抽取：直接取最可能的词元。",
  many: "抽 1\u202f000 次",
  fewer: "收起这 1\u202f000 次",
  manyAbout: "这个种子下样本 0 到 999 的占比，附 95 % 区间（Wilson）；竖线是概率。",
  own: (times: string) => `模型本身的概率（温度 1）：最可能的约为 1/${times}`,
  below: (temperature: number, times: string) =>
    temperature === 0 ? "温度 0：最可能的独占全部" : `温度 ${temperature}：约为 1/${times}`,
  number: "0 到 1 之间的一个随机数",
  caption: "抽取时的词元，从 0 到 1 首尾相接；概率以百分比计",
  columns: ["词元", "模型本身的 p", "抽取用的 p", "起点", "终点", "样本（及其随机数）"],
};
