// The words of Decode, in Chinese.

import type { decode as en } from "../en/decode";
import { count, nats, percent } from "../../numbers";

export const decode: typeof en = {
  decode: {
    documentTitle: "解码 · Shotglass",
    title: "一个词元是怎样从整个分布里选出来的",
    about:
      "温度、top-k、top-p 一步步收窄模型的下一词元分布，最后由一个随机数选定词元。所有数字都在整个词表上计算。",

    source: {
      text: "下一个词元之前的文字",
      ask: "询问模型",
      held: "这个链接带来了一段文字。由你决定什么时候询问模型。",
      asking: "正在询问模型……",
      waitingAny: "这里会列出每一个可能的下一词元的概率。",
      live: (model: string) => `实时结果，来自 ${model}。`,
      recorded: (model: string, date: string, digest: string) =>
        `录制于 ${date}，来自 ${model}（${digest}）。`,
      stale: "图中仍是上一段文字的分布。",
      longAddress: "这段文字太长，链接里放不下，地址栏不会保存它。",
      unknown: (token: string) => `链接里的“${token}”不是这个模型的词元。请退回到它之前的词元。`,
    },

    path: {
      title: "已选的词元",
      start: "原文",
      back: (token: string) => `回到“${token}”`,
      backToText: "回到原文",
      none: "还没有。在图中选一个词元，或取抽中的那个。",
      sum: (n: number, logprob: number) =>
        `这 ${count(n)} 个词元的 log p 合计 ${nats(logprob)} 奈特，即 ${percent(Math.exp(logprob))}：概率相乘，对数相加。`,
      partly: "正在读取前面各词元的概率……",
      takeDrawn: "取抽中的词元",
      takeLikeliest: "取最可能的词元",
      take: (token: string, p: number) => `取“${token}”，${percent(p)}`,
    },

    controls: {
      title: "下一个词元怎样抽取",
      temperature: "温度",
      top_k: "Top-k",
      top_p: "Top-p",
      field: (name: string) => `${name}，直接填数字`,
      greedy: "0：取最可能的词元",
      off: "关闭",
      seed: "随机种子",
      sample: "样本",
      sampleOption: (n: number) => `样本 ${n}`,
      out: (min: number, max: number) => `请填 ${count(min)} 到 ${count(max)} 之间的数。`,
      outWhole: (min: number, max: number) => `请填 ${count(min)} 到 ${count(max)} 之间的整数。`,
    },

    stages: {
      label: "从 logits 到抽取的各个阶段，逐行列出最可能的词元",
      caption: "每个阶段留下了什么。概率以百分比计，熵以奈特计。",
      logits: "Logits",
      softmax: (t: string) => `÷ ${t}，softmax`,
      softmaxGreedy: "温度 0",
      top_k: (k: string) => `Top-k ${k}`,
      top_p: (p: string) => `Top-p ${p}`,
      draw: "抽取",
      off: "关闭",
      tokens: (n: number) => `${count(n)} 个词元`,
      left: (n: number) => `剩 ${count(n)} 个词元`,
      range: (low: string, high: string) => `从 ${low} 到 ${high}`,
      mass: (p: number) => `占概率的 ${percent(p)}`,
      entropy: (h: number) => `熵 ${nats(h)} 奈特`,
      ownEntropy: (h: number) => `模型自身的熵 ${nats(h)} 奈特`,
      perplexityOf: (n: string) => `困惑度 ${n}`,
      below: "k 名之外",
      outside: "p 之外",
      likeliest: "最可能",
      drawn: "抽中",
      others: "其余全部",
      inTokens: (n: number) => `在 ${count(n)} 个词元里`,
      noneLeft: "没有剩下",
      number: (u: string) => `随机数 ${u}`,
      place: (sample: number, step: number) => `样本 ${sample}，第 ${step + 1} 个词元`,
      fell: (token: string) => `落在 ${token} 上`,
      greedy: "不抽取",
      greedyWhy: "直接取最可能的词元",
      samples: "数字：样本 0 到 7",
      manyDrawn: (n: number) => `抽 ${count(n)} 次，95 %`,
      column: {
        token: "词元",
        rank: "名次",
        logit: "Logit",
        stage: "阶段",
        tokens: "剩余词元",
        mass: "概率",
        entropy: "熵",
        perplexity: "困惑度",
        samples: "样本",
        observed: (n: number) => `抽 ${count(n)} 次的份额`,
        low: "下限",
        high: "上限",
      },
      perplexity:
        "困惑度是熵的指数，也就是有效词元数：这个分布的不确定程度，相当于在这么多个等概率词元中选一个。",
      select: "选一个词元，就取它，并看它后面会是什么。",
    },

    draw: {
      title: "随机数落在哪里",
      label: (u: string, token: string) =>
        `剩下的词元从 0 到 1 首尾相接，随机数 ${u} 落在 ${token} 上`,
      about:
        "剩下的词元从 0 到 1 首尾相接，最可能的在前。由种子、样本和位置确定的随机数落在谁身上，就取谁：三者相同，词元就相同，在这里和在服务器上都一样。",
      greedy: "温度为 0 时不抽取：直接取最可能的词元。",
      many: "抽 1 000 次",
      fewer: "收起这 1 000 次",
      manyAbout: "这个种子下样本 0 到 999 的份额，附 95 % 区间（Wilson）；竖线是概率。",
      caption: "样本 0 到 7 的随机数",
      sample: "样本",
      number: "随机数",
      token: "词元",
      from: "区段起点",
      to: "终点",
      others: "其他",
    },

    pin: {
      keep: "把这个分布留在旁边",
      replace: "改留现在这个",
      drop: "移除",
      title: "两个分布",
      label: "留下的分布与上面的分布，逐个词元对照",
      kept: "留下的",
      now: "现在的",
      settings: (t: number, k: number, p: number) =>
        `温度 ${t}，top-k ${k === 0 ? "关闭" : count(k)}，top-p ${p === 1 ? "关闭" : p}`,
      after: (text: string) => `在“${text}”之后`,
      distance: (p: number) => `${percent(p)} 的概率落在不同的地方（整个词表上的总变差）。`,
      caption: "经过温度和过滤之后、真正用于抽取的概率，以百分比计",
    },

    tree: {
      title: "走过的路",
      label: "已选词元的树，标有每个词元的概率",
      about: "回到任何一个词元，另选一个：两条路都会保留。",
      caption: "走过的每条路及其概率",
      way: "路",
      p: "最后一个词元的概率",
      logprob: "整条路的 log p",
    },
  },
};
