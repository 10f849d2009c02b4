// The words of Decode, in Chinese.

import type { decode as en } from "./words.en";
import { count, nats, percent } from "../../core/text/numbers";

export const decode: typeof en = {
  decode: {
    documentTitle: "下一个词 · Shotglass",
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

    controls: {
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
      greedy: "0：取最可能的词元",
      off: "关闭",
      seed: "随机种子",
      sample: "样本",
      sampleOption: (n: number) => `样本 ${n}`,
      out: (min: number, max: number) => `请填 ${count(min)} 到 ${count(max)} 之间的数。`,
      outWhole: (min: number, max: number) => `请填 ${count(min)} 到 ${count(max)} 之间的整数。`,
    },

    filters: {
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
    },

    draw: {
      title: "随机数落在哪里",
      label: (u: string, token: string) =>
        `剩下的词元从 0 到 1 首尾相接，随机数 ${u} 落在 ${token} 上`,
      about: "剩下的词元从 0 到 1 首尾相接。随机数由种子、样本和位置确定：三者相同，词元就相同。",
      greedy: "温度为 0 时不抽取：直接取最可能的词元。",
      many: "抽 1\u202f000 次",
      fewer: "收起这 1\u202f000 次",
      manyAbout: "这个种子下样本 0 到 999 的占比，附 95 % 区间（Wilson）；竖线是概率。",
      caption: "样本 0 到 7 的随机数",
      sample: "样本",
      number: "随机数",
      token: "词元",
      from: "区段起点",
      to: "终点",
      others: "其他",
    },

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
