// The words of Measure, in Chinese.

import { count, points, shortPercent, shortPercentDigits } from "../../core/text/numbers";
import { causeQuestions, causes } from "./causes/words.zh";
import { columns, figures, kinds } from "./figures/words.zh";
import { sentences } from "./sentence/words.zh";
import { findings } from "./recorded/words.zh";
import { slice } from "./slice/words.zh";
import { isSure, levelText, pointsBetween } from "../../core/measurement/bounds";
import type { measure as en } from "./words.en";

const rows = (n: number) => `${count(n)} 行`;
const size = (share: number) => `${Math.round(1000 * share) / 10} 个百分点`;
const given = (k: number) => (k === 0 ? "没有例子" : `有 ${count(k)} 个例子`);

const tested = (smallest: number, comparisons: number) =>
  `问题和抽到的例子都是随机的：差别的方差按问题和例子两个方向聚类。按计划中全部 ${comparisons} 次比较做 Holm 校正后 p < 0.05，两种条件才算不同；只抽一组例子时用 McNemar 精确检验，结论只对这一组例子成立。区间取校正所要求的水平，所以它不含 0，当且仅当两者不同。没有检出时：整个区间都小于 ${size(smallest)}，就说“没有这么大的差别”；否则说“不足以判断”。`;
const ranged =
  "相差的幅度是从最低到最高。这一对正因为相距最远才被挑出来，所以它的区间要放宽到对所有各对同时成立（对问题做 Fisher 随机化检验；抽了几组例子时用 Bonferroni）。区间在 0 以上，才说分得出高下。";
const right =
  "预期答案比其他答案都更可能，才算答对。去掉偏向（校准）：每个答案的概率除以它在空内容之后的平均概率（Zhao 等，2021）。";

const shares = (counts: readonly { answer: string; n: number }[]) =>
  counts.map(({ answer, n }) => `“${answer}” ${count(n)} 个`).join("、");
const takes = (time: string | null) => (time === null ? "" : `，大约要 ${time}`);
const pText = (p: number) => (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`);

export const measure: typeof en = {
  measure: {
    sentences,
    slice,
    findings,
    parts: {
      name: "模型的哪一部分在起作用？",
      title: "要找的",
      names: { "which-head": "注意力头", "which-vector": "一个向量" },
    },
    question: "想知道什么？",
    second: "第二个模型",
    inBrowser: "浏览器里的模型不能用来测量：测量要在提供本页的电脑上一次读很多提示。",
    useComputer: "改用这台电脑",
    noServer: "测量需要服务器。请启动它，再重新打开本页：",
    serve: "shotglass serve",
    subject: { examples: "例子来自", comma: "：", changed: "（有改动）" },
    stamps: {
      task: "学会任务",
      form: "学会形式",
      none: "不下结论",
      yes: "是",
      reverse: "相反",
      no: "否",
      few: "题太少",
      both: "有升有降",
      measured: "已测",
      running: "正在测",
      stopped: "已停止",
      here: "不适用",
      unasked: "▸ 可测",
    },
    lines: {
      change: (from, to) => `${shortPercentDigits(from)} → ${shortPercent(to)}`,
      between: (low, high) =>
        low === high ? shortPercent(low) : `${shortPercentDigits(low)}–${shortPercent(high)}`,
      points: (change) => `${points(change)} 个百分点`,
      of: (line, n) => `${line}，n = ${count(n)}`,
    },
    last: "上次测的是别的内容。",
    showLast: "显示出来",
    unrecorded: (what, time) =>
      `Shotglass 没有附带这一题的结果；按“在这里测”就去问模型${takes(time)}。${what}`,
    lacking: (what) => `请粘贴带答案的问题，然后就能测。${what}`,
    copy: (title, what, time) =>
      `这是你改过的“${title}”；按“在这里测”就去问模型${takes(time)}。${what}`,
    shipped: (title) => `看“${title}”录制的结果`,
    stopped: (done, all) => `部分结果：${all} 种条件测了 ${done} 种，没有做比较。`,
    made: (models, time) => `用 ${models} 测于 ${time}。`,
    headsOff: (heads) => `测的时候关掉了这些头（层.头）：${heads}。`,
    recalled: {
      back: "这是网页重新载入之前测的。只有这个标签页留着，关掉就没有了：要留下来，请保存记录。",
      large: "网页重新载入之前测的结果没有了：标签页装不下。下次请用“保存记录”留下来。",
      ended: "网页重新载入时，正在进行的搜索就结束了，什么也没有留下。换到别的视图不会结束它。",
    },
    opened: {
      label: "文件中的记录",
      more: (n: string) => `另有 ${n} 个`,
      close: "关闭记录",
    },
    details: "详细",
    rule: "规则",

    task: { changed: "任务有改动；问题仍是任务原有的。" },

    items: {
      waiting: "正在取任务的问题……",
      tasks: (n) => `${count(n)} 题`,
      yours: (n) => `你的 ${rows(n)}`,
      split: (shots, questions, there) =>
        `${count(shots)} 个例子，${count(questions)} 题，互不重复${questions < there ? `（从 ${count(there)} 题里按种子选出）` : ""}。`,
      leftOut: (n) => `有 ${count(n)} 题本身就是例子，已排除。`,
      repeated: (n) => `有 ${rows(n)}和前面问的一样，已排除。`,
      notFetched: "任务的问题没能取到：服务器没有回应。",
      examplesFrom: "例子来自",
      from: { rows: "其中几行（这几行就不再提问）", task: "任务" },
      template: "提问的样子",
      space: (begins) =>
        begins
          ? "答案前有空格：有，因为模板在 {output} 之前没有空白。"
          : "答案前有空格：没有，因为模板里 {output} 之前的内容不需要空格。",
      pool: (n) => `用作例子的 ${rows(n)}`,
      drawn: (seed) => `按种子 ${seed} 选出，各种答案轮流取；换一个种子会选出别的。`,
      even: (counts) => `例子里各答案的个数：${shares(counts)}。`,
      uneven: (counts) => `不均衡：例子里${shares(counts)}。某个答案的行太少，或者答案比例子多。`,
      drop: "换回任务的问题",
    },

    own: {
      label: "每行：问题，预期答案",
      help: "从电子表格粘贴，或 CSV、TSV、JSON、JSON Lines，列名随意；也可以在问题和答案之间用制表符、逗号、分号或 -> 隔开。最多 1\u202f000 行。没有自己的可选答案（a|b）的行，就在出现过的答案里选。",
      file: "打开文件",
      encoding: "文件的编码",
      unicode: "UTF-8，或带标记的 UTF-16",
      use: (n) => (n === 0 ? "用这些" : `用这 ${rows(n)}`),
      columnsAre: "各列",
      roles: { input: "问题", expected: "答案", labels: "可选答案" },
      allAnswers: "出现过的全部答案",
      choose: "请选择……",
      numbered: (name, first) =>
        first === undefined ? `第 ${name} 列` : `第 ${name} 列：${first}`,
      header: "第一行是列名",
      isHeader: (input, expected) => `第一行是列名吗？“${input}”，“${expected}”`,
      first: (input, expected) => `第一题：“${input}”，答案“${expected}”`,
      large: (name) => `${name} 超过 4 MB；最多 1\u202f000 行。`,
    },

    causes,

    questions: {
      ...causeQuestions,
      examples: {
        name: "例子多了有用吗？",
        about: ({ k, draws }) => `${k.join("、")} 个例子，抽 ${draws} 组`,
        title: "例子个数不同，答对多少",
        waiting: "同样的问题，没有例子、例子少、例子多，各抽几组来比。",
        rule: (smallest, comparisons) => [
          right,
          `每个例子个数和下一个相比，最少的也和最多的相比。${tested(smallest, comparisons)}`,
          "区间对别的问题和别的例子也成立（交叉随机效应）。最好的例子个数是事后挑的，从不检验。",
        ],
      },
      order: {
        name: "顺序要紧吗？",
        about: ({ k, orders, questions }) =>
          `${k.join("、")} 个例子的 ${orders} 种顺序；${count(questions)} 题`,
        title: "同样的例子，几种不同的顺序",
        waiting: "例子和问题都不变，只换例子的顺序。",
        rule: () => [
          right,
          ranged,
          "最后一个例子之后模型怎么答，只作描述，不作检验（Zhao 等，2021；Lu 等，2022）。",
        ],
      },
      labels: {
        name: "例子的答案被读了吗？",
        about: () => "答案对的例子 100 到 0 %、随机名字、不给",
        title: "例子的答案对了多少，答对多少",
        waiting: "同样的例子，有的答案是错的，有的换成随机名字，有的不给。",
        rule: (smallest, comparisons) => [
          right,
          `从答案全错到全对的斜率按 Yoo 等（2022）计算；它的区间在 0 以上，才说模型读了答案。每种答案还和全对的相比。${tested(smallest, comparisons)}`,
        ],
      },
      format: {
        name: "格式要紧吗？",
        about: ({ formats }) =>
          `意思相同的 8 种模板${formats.length === 0 ? "" : `，另有你的 ${formats.length} 种`}`,
        title: "同样的例子，意思相同的几种模板",
        waiting: "只有问题和答案之间的写法不同。",
        rule: (smallest, comparisons) => [
          right,
          ranged,
          `每种模板还和任务自己的相比。${tested(smallest, comparisons)}不说哪种模板最好（Sclar 等，2024）。`,
        ],
      },
      models: {
        name: "另一个模型更好吗？",
        about: () => "同样的问题，逐题配对",
        title: "两个模型，同样的问题",
        waiting: "两个模型拿到同样的提示，各自切成自己的词元。",
        rule: (smallest, comparisons) => [
          right,
          `每个例子个数下，两个模型逐题配对比较；例子个数之间也比较。${tested(smallest, comparisons)}`,
        ],
      },
    },

    obstacles: {
      "few-examples": "需要更多例子",
      "own-labels": "要有固定的几个答案",
      "one-model": "需要第二个模型",
    },

    settings: {
      title: "设置",
      names: {
        k: "例子个数",
        draws: "抽几组例子",
        orders: "最多几种顺序",
        questions: "最多几题",
        pool: "几行用作例子",
        seed: "种子",
        difference: "要紧的差别，百分点",
        free: "空内容的输入，每行一个",
        formats: "模板",
        heads: "关掉的头",
      },
      bounds: (low, high) => `应当在 ${count(low)} 到 ${count(high)} 之间。`,
      wrongK: "应当是 0 到 64 的整数，用逗号隔开。",
      oneK: "比较顺序时，例子个数只能有一个，至少是 2。",
      wrongFree: "最多 16 行，各不相同。",
      freeHelp:
        "用来去掉偏向（校准）；空行就是空的输入。这里什么都不写就不去掉；每题答案各不相同时也不去掉。",
      headsHelp:
        "层和头都从 0 数起，写法和“内部”里一样：17.5, 3.0。它们在哪个词元上都不加进任何东西；这时全用 fp32 计算，要慢一些。",
      wrongHeads: "最多 32 个不同的头，每个写成 层.头，例如 17.5, 3.0。",
      template: "自己的模板，要有 {input} 和 {output}",
      known: "列表里已经有这个模板。",
      add: "加上这个模板",
      remove: "去掉",
      reset: "换回这个问题原来的设置",
    },

    run: {
      measure: "在这里测",
      keeps: "已测完的会留下。",
      notReady: "模型还没有准备好。",
      cost: (questions, of, time) =>
        `问 ${questions < of ? `${count(of)} 题里的 ` : ""}${count(questions)} 题，${time === null ? "正在试几题计时……" : `约 ${time}`}`,
      prompts: (prompts) => `${prompts} 条提示`,
      time: ({ amount, unit }) =>
        `${amount} ${{ second: "秒", minute: "分钟", hour: "小时" }[unit]}`,
      without: (heads) => `关掉的头：${heads}。`,
      unvaried: "什么都没有变化：只测一种条件，不作比较。",
      starting: "先给几条提示计时，然后开始……",
      bar: "已读的提示",
      progress: (done, total, left, right) =>
        `${total} 条中的 ${done} 条 · 还要 ${left}${right === null ? "" : ` · 这种条件目前 ${right.n} 题答对 ${right.count} 题`}`,
      tooLong: "这个计划太长，放不进链接，地址里没有它。",
    },

    columns,
    kinds,

    figures,

    disagreements: {
      title: "哪些题答得不同",
      caption: (k, n, of) =>
        `${given(k)}时，${count(of)} 题中有 ${count(n)} 题两者答得不同；✓ 是预期答案。`,
      question: "问题",
      expected: "预期",
      right: (label) => `${label} ✓`,
      tie: "两个一样大",
      none: (k) => `${given(k)}时，每一题两者都答得一样。`,
      all: (n) => `全部 ${n} 题`,
      fewer: "收起",
    },

    compared: {
      title: (n) => `${n} 次比较`,
      k: (from, to) => `${from} → ${to} 个例子`,
      model: (k) => given(k),
      labels: (from, to) => `${from} → ${to}`,
      share: (percent) => `${percent} % 对`,
      calibrated: (k) => `去掉偏向，${given(k)}`,
      answer: (d, smallest) => {
        const by = `${points(d.change.value)} 个百分点 [${pointsBetween(d.change.low, d.change.high)}]${levelText(d)}，${pText(d.holm)}`;
        const here = isSure(d) ? "" : "就抽到的这几组例子而言，";
        if (d.answer === "higher") return `${by}：${here}答对得更多。`;
        if (d.answer === "lower") return `${by}：${here}答对得更少。`;
        const single = isSure(d) ? "这个区间单独看不包含 0；按全部比较校正后的 p 却还不够小。" : "";
        if (d.answer === "none as large")
          return `${by}：分不出高下，也没有 ${size(smallest)} 这么大的差别。${single}`;
        return `${by}：分不出高下；题数不足以判断。${single}`;
      },
    },

    conditions: {
      title: "全部条件",
      caption: (n) => `${count(n)} 种条件，单位是百分比`,
      all: (n) => `全部 ${n} 种`,
      fewer: "收起",
    },

    tools: {
      title: "带走",
      csv: "把读数存成 CSV",
      record: "保存记录",
      again: "再测一次",
      goOn: "接着测",
      open: "打开记录",
      lmEval: "存成 lm-eval 任务：",
      saveTask: "保存 YAML 和 JSONL",
      large: (name) => `${name} 超过 100 MB。`,
      noRecord: (name, detail) => `${name} 不是测量记录。问题在：${detail}`,
    },
  },
};
