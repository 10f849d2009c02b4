// The words of Decode, in Chinese.

import { controls, filters, draw } from "./filters/words.zh";
import type { decode as en } from "./words.en";
import { count, nats, percent } from "../../core/text/numbers";

export const decode: typeof en = {
  decode: {
    title: "下一个词是怎样抽出来的？",
    fell: (u: string) => `随机数 ${u} 落在`,
    fellEnd: (begins: string | null) => (begins === null ? "上。" : `上，这是“${begins}”的开头。`),
    greedy: (word: string) => `“${word}”最可能，所以就取它。`,

    source: {
      text: "下一个词元之前的文字",
      yours: "用你的提示",
      tokens: (n: number) =>
        `这段文字以一段对话的 ${count(n)} 个词元交给模型，其中有特殊词元；一经修改，就全部按普通文字处理。`,
      tokensOfOther: (of: string, now: string) =>
        `这段文字本是与 ${of} 的对话的词元；${now} 把它当普通文字来读，特殊词元的名字也不例外。`,
      ask: "询问模型",
      held: "还没有询问模型。",
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
      sum: (n: number, logprob: number) =>
        `这 ${count(n)} 个词元的 log p 合计 ${nats(logprob)} 奈特，即 ${percent(Math.exp(logprob))}：概率相乘，对数相加。`,
      partly: "正在读取前面各词元的概率……",
      takeDrawn: "取",
      takeLikeliest: "取最可能的词元",
      take: (token: string, p: number) => `取“${token}”，${percent(p)}`,
    },

    controls,

    filters,

    draw,

    pin: {
      keep: "钉住来比较",
      replace: "改钉现在这个",
      drop: "移除",
      title: "两个分布",
      label: "钉住的分布与上面的分布，逐个词元对照",
      before: "钉住的",
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

    beam: {
      title: "束搜索",
      about:
        "束搜索不是一次定下一个词元，而是每一步都保留最可能的几个开头（束有多宽就留几个），其余的永远舍弃。每多一个词元就多加一个负的 log p，所以越长的文字总和越低；把总和除以长度的某次幂，长短不一的文字才能相比。",
      from: (taken: number): string =>
        taken === 0 ? "从上面的文字往后搜。" : "从上面的文字和已选的词元往后搜。",
      width: "束宽",
      max_tokens: "最多词元",
      n: "显示答案",
      alpha: "幂 α",
      divide: "总和除以",
      length: "长度",
      gnmt: "((5 + 长度) / 6)",
      gnmtNote: "GNMT 的做法",
      early: "写完的文字一达到束宽就停",
      search: "搜索",
      stop: "停止搜索",
      needsModel: "搜索需要一个就绪的模型。",
      searching: "正在搜索……",
      stopped: "没有搜完就停了。",
      done: (finished: number, text: string) =>
        `共有 ${count(finished)} 段文字写完。最好的${text === "" ? "什么也没写" : `是“${text}”`}。`,
      stale: "这棵树属于之前的文字或设置。重新搜索即可更新。",
      label: "搜索的树，一列一个词元，每一步最可能的在最上面。可用方向键移动。",
      tree: "搜索树",
      prompt: "原文",
      node: (token: string, own: number, sum: number, fate: string) =>
        `${token}，log p ${nats(own)}，总和 ${nats(sum)}，${fate}`,
      standing: { kept: "保留", left: "先保留、后舍弃", pruned: "舍弃", ended: "写完" },
      ranked: (rank: number) => `第 ${rank} 名`,
      legend: {
        sums: "每个词元下面是从头累加的 log p，以奈特计。",
        best: "通向答案的路",
      },
      choose: "选一个词元，看它的总和怎样得来，也可以取通向它的路。",
      adds: (parts: string, sum: number) => `log p：${parts} = ${nats(sum)}`,
      take: "取这些词元",
      answers: "答案",
      answersCaption: "所有写完的文字里得分最高的",
      rank: "名次",
      text: "文字",
      score: "得分 = log p / 归一化因子",
      empty: "什么也没写",
      ends: "自行结束",
      unnormalised: (text: string) => `如果只看 log p、不做除法，排第一的会是“${text}”。`,
      sameFirst: "只看 log p、不做除法，排第一的还是它。",
      caption: "搜索看过的每个词元，逐步列出；log p 以奈特计",
      column: {
        way: "路",
        step: "步",
        own: "log p",
        sum: "总和",
        fate: "去向",
        score: "得分",
      },
    },
  },
};
