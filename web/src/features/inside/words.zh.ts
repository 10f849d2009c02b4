// The words of Inside, in Chinese.

import { arcs, cliff, heads, lens } from "./attention/words.zh";
import { count, nats, percent } from "../../core/text/numbers";
import type { inside as en } from "./words.en";

export const inside: typeof en = {
  inside: {
    titles: { layers: "每一层会说什么", mask: "哪些词元可以看哪些词元" },
    abouts: {
      layers:
        "模型由许多层叠成。在任何一层停下来问接下来是什么：前面的层几乎不知道，后面的层才定下来。",
      mask: "每一行是一个词元在回头看，涂色的格子是它看得见的词元。这里不运行模型。",
    },
    views: {
      label: "模型内部",
      attention: "注意力",
      layers: "各层",
      next: "下一个词",
      mask: "掩码",
      allOn: (off: number) =>
        `这里所有的头都开着；“注意力”里关掉的 ${count(off)} 个头，只在那里是关着的。`,
    },
    headline: {
      waiting: "它在看哪里？",
      answers: (head, token, p) => [`${head}：“${token}”把 `, p, " 的注意力放在例子的答案上。"],
      most: (head, token, p, other) => [`${head}：“${token}”把 `, p, ` 的注意力放在“${other}”上。`],
      head: (layer, head) => `第 ${layer} 层第 ${head} 头`,
      other: (all) => `这是 ${all} 个头中的一个。`,
      among: {
        all: (n) => `全部 ${n} 个头`,
        layer: (n) => `这一层的 ${n} 个头`,
        read: (n) => `已读到的 ${n} 个头`,
      },
      first: (heads) => `${heads}里，它看这些答案最多。`,
      rank: (place, heads) => `按看这些答案的多少，它在${heads}里排第 ${place}。`,
    },
    arcs,
    cliff,
    off: {
      title: "答案离得开这个头吗？",
      about: "关掉以后，它在哪个词元上都不再加进任何东西。",
      switchOff: (layer: number, head: number) => `关掉第 ${layer} 层第 ${head} 头`,
      switchOn: (layer: number, head: number) => `重新打开第 ${layer} 层第 ${head} 头`,
      several: (n: number) => `关掉前 ${count(n)} 个`,
      allOn: "全部打开",
      needsModel: "这要有模型；没有模型，什么头都关不掉。",
      effect: (heads, answer, before, after) =>
        `去掉头 ${heads.join("、")}：“${answer}”从 ${before} 变为 ${after}。`,
      turned: (before: string, after: string) => `现在它说“${after}”，不再说“${before}”。`,
      label: "所有头都开时的答案，以及关掉一些头之后的答案",
      none: "所有头都开",
      all: "所有头都开",
      without: "关掉之后",
      oneOff: "去掉它",
      off: (heads) =>
        heads.length === 1 ? `去掉头 ${heads.join()}` : `关掉 ${count(heads.length)} 个头`,
      answer: "答案",
      caption: (heads: string) => `有头 ${heads} 和没有它们时，每个答案的概率`,
      notExplanation: "看了不等于有用，关掉才是检验。一段提示只是个例：",
      measure: "用许多问题来测。",
      measureWithout: (heads) =>
        heads.length === 1
          ? `去掉头 ${heads.join()} 来测。`
          : `去掉 ${count(heads.length)} 个头来测。`,
    },
    more: {
      heads: (n: number) => `全部 ${count(n)} 个头`,
      square: "一次看所有词元",
      head: "这个头的计算步骤，以及照抄的头",
    },
    source: "文字",
    sources: {
      own: () => "自己写的文字",
      zero: () => "你的提示，没有例子",
      one: () => "你的提示，1 个例子",
      few: (n: number) => `你的提示，${count(n)} 个例子`,
    },
    leave: "回到正在使用的模型",
    edit: "改",
    text: "你的文字",
    kinds: { causal: "因果", bidirectional: "双向", banded: "带状" },
    models: { causal: "GPT", bidirectional: "BERT", banded: "GPT-3，隔层使用" },
    explain: {
      causal: () =>
        "每个词元只看自己和前面的词元。所以在每个位置都可以问模型下一个是什么，而它还没有见过答案。",
      bidirectional: () => "每个词元前后都看。适合填空，不适合续写，因为要写的东西已经被看见了。",
      banded: (n: number) =>
        `每个词元只看自己和前面不远的几个。GPT-3 让这样的层与因果层交替。为了放得下，这里的带宽是 ${n} 个词元，包括自己。`,
    },
    banded: (n: number) =>
      `这一层只看一条带：每个词元看到包括自己在内的 ${n} 个词元，再往前的一概看不到。`,
    ownBand: (name: string, layers: readonly number[], n: number, drawn: boolean) =>
      `${name} 的第 ${layers.join("、")} 层就有这样的带：包括自己在内 ${n} 个词元。${drawn ? "这里画的就是它。" : "这段文字比带还短，所以那里没有漏看任何词元。"}`,
    fillsGaps: (name: string) => `${name}（填空）`,
    noGap: (mark: string) => `空位写作 ${mark}，这段文字里还没有。`,
    tryGap: (text: string) => `试试“${text}”`,
    seeIn: (name: string) => `看看 ${name} 怎样双向地看`,
    step: "词元",
    previous: "上一个词元",
    next: "下一个词元",
    place: (i: number, n: number) => `${i} / ${n}`,
    sees: (before: number, after: number): string => {
      if (before === 0 && after === 0) return "只看自己。";
      if (after === 0) return `看前面的 ${before} 个词元和自己。`;
      if (before === 0) return `看自己和后面的 ${after} 个词元。`;
      return `看前面的 ${before} 个词元、自己和后面的 ${after} 个词元。`;
    },
    looksAt: "看",
    looksMost: (p: number) => `看得最多的是（${percent(p)}）`,
    cell: (row: string, column: string, value: string) => `行 ${row}，列 ${column}，${value}`,
    may: "可以看",
    mayNot: "不可以看",
    hidden: "已隐藏",
    notNow: "这一步没有计算",
    grid: "行提问，列回答",
    strongest: (value: string) => `最浓：${value}`,
    none: "无",
    tableToken: "词元",
    tableSees: "可以看",
    noTokens: "写点什么，这里就会出现它的词元。",
    counts: (filled: number, all: number) => `${count(all)} 个格子中涂了 ${count(filled)} 个`,
    tableTokenAsks: "提问的词元",
    tableMost: "看得最多",
    tableShare: "所占",
    tableFirst: "落在首词元",
    maskCaption: "每个词元可以看哪些词元",
    attentionCaption: (layer: number, head: number) =>
      `第 ${layer} 层第 ${head} 头中，每个词元看得最多的是哪里`,

    heads,
    ranks: {
      title: "看那里最多的头",
      name: (layer: number, head: number) => `第 ${layer} 层第 ${head} 头`,
      measure: (token: string) =>
        `排序依据：${token} 的注意力有多少落在例子答案的词元上。它只说明一个头在看哪里，不说明答案由它而来。`,
      some: (read: string, heads: string) =>
        `全部 ${heads} 个头里，只有已读到的 ${read} 个参加排序；文字不超过 64 个词元时，其余的随后读到。`,
      caption: (token: string, n: number) => `${token} 看例子答案最多的 ${count(n)} 个头`,
      rank: "名次",
      layer: "层",
      head: "头",
      share: "落在答案上",
    },
    induction: {
      title: "照抄的头",
      about:
        "归纳头会照抄：一个词元如果前面出现过，它就去看当时跟在后面的是什么（Olsson 等，2022）。例子会让词元重复出现，所以这是例子起作用的一种途径。",
      most: (layer: number, head: number, p: string, even: string) =>
        `第 ${layer} 层第 ${head} 头最明显：再次出现的词元平均把 ${p} 的注意力放在上次跟在它后面的词元上。如果平均分，应是 ${even}。`,
      little: "还不到平均分的两倍：读这段文字时，已读到的头里没有一个在明显照抄。",
      nothing: "这段文字里没有重复的词元。",
      waiting: "正在读取这个头的注意力……",
      head: (layer: number, head: number) => `第 ${layer} 层第 ${head} 头：竖条是每个词元的占比。`,
      strip: "这段文字的词元，再次出现的带竖条",
      none: "没有再次出现的词元。",
      isNew: (token: string) => `${token} 在前面没有出现过。`,
      again: (token: string, after: readonly string[], share: number) =>
        `${token} 前面出现过，当时跟在后面的是 ${after.join("、")}。这个头把 ${percent(share)} 的注意力给了它。`,
      measure: (n: number) =>
        `这里量的是“前缀匹配”，只看你的这段文字：取 ${count(n)} 个再次出现的词元的平均。“测量”一页用随机词元给头排序，再把它们关掉看结果。`,
      caption: (n: number) => `按 ${count(n)} 个再次出现的词元看上次后续的注意力给头排序`,
      share: "落在上次的后续上",
    },
    sink: {
      label: "隐藏首词元（许多头停在那里）",
      measure: (largest: string, half: string, heads: string, all: boolean, even: string) =>
        `读这段文字时，在${all ? `全部 ${heads} 个头` : `已读到的 ${heads} 个头`}里，有 ${largest} 个头给首词元的注意力比给其他任何词元都多（后面各词元合计）；有 ${half} 个头平均给它一半以上。如果平均分，它只应得 ${even}。不论写的是什么，总有许多头停在它上面，这样的词元叫“注意力汇”。`,
      about: (p: string) =>
        `首词元的一列已隐藏：这些行有 ${p} 的注意力在那里。其余数值没有放大，仍是真实的概率。`,
    },
    parts: {
      title: "按提示的各部分",
      rows: "谁的注意力",
      row: "这个词元",
      all: "全部词元",
      start: "起始词元",
      instruction: "说明",
      question: "问题",
      written: "续写",
      example: (k: number) => `例子 ${k}`,
      line: (k: number) => `第 ${k} 行`,
      shorts: { start: "起", instruction: "说", question: "问", written: "续" },
      firstHidden: "首词元（已隐藏）",
      times: (x: number) => `预期的 ${x.toFixed(1)} 倍`,
      notYet: "在后面",
      about: "各部分之和为 100 %。竖线是预期：把注意力平均分给所有可看的词元时，这一部分应得多少。",
      caption: "注意力在提示各部分的分布",
      columns: { part: "部分", share: "所占", expected: "平均分时", times: "预期的倍数" },
    },
    attentionSteps: {
      title: "从分数到注意力",
      open: "展开这一行",
      close: "收起这一行",
      about: (token: string) =>
        `${token} 的注意力是怎样算出来的。后面词元的分数其实也算出来了，由掩码丢掉。`,
      aboutMasked: (token: string) =>
        `${token} 的注意力是怎样算出来的。这里没有掩码：前面和后面的词元一样算数。`,
      strips: {
        raw: "q·k",
        scaled: (root: string) => `÷ √d = ${root}`,
        masked: "加掩码",
        probabilities: "softmax",
      },
      same: (difference: string) =>
        `softmax 由本页用分数重新计算，与模型自己的注意力相差不超过 ${difference}。`,
      window: (shown: number, all: number, p: string) =>
        `${all} 个词元中显示 ${shown} 个：看得最多的，以及紧接在后面的几个。其余共占 ${p}。`,
      caption: (token: string) => `${token} 这一行的计算步骤`,
      column: "列",
      waiting: "正在计算分数。",
      later: "在后面，已丢掉",
    },
    decoding: {
      title: "让它写下去",
      write: "续写 12 个词元",
      writing: "正在写……",
      forget: "去掉续写",
      about:
        "每步取最可能的词元，最多 12 个。写的时候，提示的方阵只算一次；此后每个新词元只算一行，前面各词元的键和值都留在缓存里。",
      asComputed: "按计算的先后看",
      stepOf: (i: number, n: number) => `第 ${i} 步，共 ${n} 步`,
      previous: "上一步",
      next: "下一步",
      prompt: (s: number) => `提示：${s} × ${s} 的方阵，各行同时算出。`,
      row: (token: string, s: number) => `${token} 提问：只有一行，1 × ${s}，上面的都不再计算。`,
      recut: "提示和续写合在一起重读时，切成的词元与采样时不同；这里的行按合在一起的文字来切。",
    },
    maskedLens: {
      title: "每一层会在这里填什么",
      about: (token: string) =>
        `logit lens（nostalgebraist，2020）在 ${token} 处把每一层都当作最后一层来读。掩码模型说的是这个位置上是什么，不是后面接什么，所以应当在空位处看。这只是近似：前面的层从没有为这样读而训练过。`,
      top: "这里最可能的词元",
      caption: (token: string) => `每一层会在 ${token} 处填什么`,
    },
    lens,
    surprisal: {
      title: "每个词元有多出人意料",
      about:
        "条的高度是 −log p，即词元在前文之后的惊异度，单位是奈特：没有条就是确定无疑，条长就是意外，超过 10 奈特就不再加长。首词元前面什么也没有。",
      strip: "这段文字的词元及其惊异度",
      token: (text: string, p: number, rank: number, value: number) =>
        `${text}，${nats(value)} 奈特，${percent(p)}，第 ${count(rank + 1)} 名`,
      first: (text: string) => `${text}，前面什么也没有`,
      mean: (value: number, n: number) =>
        n === 0
          ? "第一个词元后面还没有别的：请再写一些。"
          : `${count(n)} 个词元平均 ${nats(value)} 奈特。指向一个词元即可读数。`,
      caption: "这段文字各词元的惊异度",
      columns: { token: "词元", nats: "奈特", p: "概率", rank: "名次" },
    },
    precision: {
      fp32: (bits) => (bits === null ? "精确（fp32）。" : `精确（fp32 运算，${bits} 位权重）。`),
      int8: "总是用 fp32 计算：“快速（8 位）”只对其他页面有效，所以那里的数字可能不同。",
      fp16: "在处理器上用 fp32 计算。写文字时在 GPU 上用 fp16，所以其他页面的末位数字可能不同。",
      web: "由服务器用 fp32 计算。这个浏览器用 16 位权重计算，所以其他页面的末位数字可能不同。",
    },
    recorded: (date: string, digest: string) => `录制于 ${date}，${digest}`,
    states: {
      noServer: "看注意力要有模型；服务器还没有回应。",
      loading: "正在载入模型，随后就能看到注意力。",
      computing: "模型正在读这段文字，约需一秒。",
      fromLink: "这段文字来自链接。",
      look: "看看内部",
      tooLong: (tokens: number, over: number) =>
        `这段文字有 ${count(tokens)} 个词元，最多能看 512 个的内部。请缩短 ${count(over)} 个。`,
      older: "下面灰色的仍是上一段文字的。",
      notRecorded: "这一层没有录制；等服务器有回应才能看。",
    },
  },
};
