// The words of Compare, in Chinese: the task, the axis, the lanes, a token's card.

import { count, percent, percentDigits } from "../../core/text/numbers";
import { LEAST_SHOTS, type LaneId, type Step } from "../../core/statistics/readings";
import type { compare as compareEn, reasoning as reasoningEn } from "./words.en";
import { examples } from "../../words/common.zh";
import { glasses } from "./glasses/words.zh";
import {
  likeliestBefore,
  likeliestNow,
  relabelled,
  reordered,
  turned,
  verdict,
} from "./result/words.zh";

const KINDS: Record<LaneId, string> = {
  zero: "零样本",
  one: "单样本",
  few: "少样本",
  reason: "思维链",
};

function kindOf(id: LaneId, k: number): string {
  const least = LEAST_SHOTS[id];
  return k < least ? `有 ${least} 个例子起才是${KINDS[id]}` : KINDS[id];
}

// 一个提示没有运行的原因，只说要点；完整的说明在“运行”按钮那里。
const FAILED: Record<string, string> = {
  context_length_exceeded: "：提示太长",
  label_conflict: "：有两个答案无法区分",
  queue_full: "：服务器正忙",
};

export const compare: typeof compareEn = {
  compare: {
    title: "例子会改变什么？",
    task: "任务",
    ownTask: "自己的任务",
    ownNamed: (question: string) => `自己的任务：${question}`,
    newTask: "新任务",
    newTaskHelp:
      "一个空任务。写下问题、几个说明怎样回答的例子，以及你预期的答案。按“运行”才会运行。",
    changed: "已改动。",
    nullResult: "阴性结果。",
    shotSets: "例子",
    sameShots: (k) => `两种顺序用的是同样的 ${k} 个例子。`,
    otherShots: (k, of) => `${of} 个例子只显示 ${k} 个，换顺序也会换掉例子。`,
    shots: "例子",
    shotInput: (i: number) => `例子 ${i} 的问题`,
    shotOutput: (i: number) => `例子 ${i} 的答案`,
    deleteShot: (i: number, input: string) => `删除例子 ${i}：${input}`,
    enterHelp: "Enter：下一个例子。Shift + Enter：在回答里换行。Alt + ↑ 或 ↓：换个位置。",
    moveShot: (i: number, input: string) => `把例子 ${i}（${input}）上移一位`,
    moveHelp: "拖到别的位置；点一下上移一位，第一个则移到最后。",
    addShot: "+ 加一个例子",
    question: "问题",
    otherQuestions: "或者",
    expected: "预期答案",
    wording: "措辞",
    instruction: "例子之前的指令",
    template: "模板",
    templateHelp: "{input} 和 {output} 代表问题和答案。各提示共用一个模板。",
    answers: "答案，每行一个",
    answersHelp: "在这里写下自己的答案之前，它们跟随例子和预期答案。",
    reset: "恢复任务原样",
    samplingNow: (t: number, seed: number) => `采样：温度 ${t}，种子 ${seed}`,
    stale: "上次运行之后改动过。",
    unasked: (left: number, of: number): string =>
      of === 1
        ? "这个提示还没有运行过：点“运行”来问模型。"
        : left === of
          ? "还没有问过模型：点“运行”，杯子就会装满。"
          : "还有一部分没有问过模型：点“运行”，其余的杯子就会装满。",
    liveRun: (time: string, ms: string) => `实时运行，${time}，用时 ${ms}。`,
    stopped: "已停止。",
    nothingRan: "没有算出任何结果。",
    shownStale: "已改动：图中仍是上次运行的结果。",
    shownMixed: "正在运行：虚线空心的标记是上次运行的结果。",
    showAsked: (n: number) => `显示完整的问题（${count(n)} 个字符）`,
    foldAsked: "收起问题",
    tooLong: "这个任务太长，放不进链接，地址里没有保存它。",
    awaitedTask: (task: string) => `地址里的任务“${task}”不是本页自带的，正在读取内容文件夹……`,
    noTask: (task: string) =>
      `地址里的任务“${task}”这里没有。它若来自内容文件夹，请用 --content 带上该文件夹启动服务器；也可以另选一个任务。`,
    noSet: (set: string, shown: string) =>
      `地址里的例子“${set}”这个任务没有，这里显示的是“${shown}”。`,
    badLink: "地址里的内容本页读不懂，这里先打开开头的任务。",
    k: "例子个数",
    edit: "编辑",
    closeEditor: "完成",
    fewer: "少一个例子",
    more: "多一个例子",
    playTo: (k: number) => `从 0 播放到 ${k}`,
    pause: "停止播放",
    kOption: (k: number) => examples(k),
  },

  axis: {
    label: (k: number) => `各个答案的概率：没有例子、1 个例子、${k} 个例子`,
    anyOther: "其他词元",
    legend: (k: number) => examples(k),
    legendFew: "还没有例子",
    tableAnswer: "答案",
    tableCaption: "概率（百分比）与变化（百分点）",
    changeShown: (k: number) => `0 → ${k}：变化（百分点）`,
    reason: (k: number) => `${examples(k)}，先推理`,
    change: (from: Step, to: Step) => `${from} 到 ${to}`,
    other: "“其他词元”里有什么",
    otherOf: (k: number) => examples(k),
    otherRest: (tokens: number) => `其余 ${count(tokens)} 个词元`,
    begins: (label: string) => `是“${label}”的开头，不含“${label}”`,
    otherTeaser: (lanes: readonly { k: number; list: string }[]) =>
      lanes.map(({ k, list }) => `${examples(k)}时 ${list}`).join("；"),
    apart: (word: string) =>
      `“其他词元”是没有列为一行的全部词元，也包括“${word}”；在杯子里，它单独占一份。`,
    boundary: (labels: string) =>
      `答案${labels}会和提示末尾的字母合成别的词元，所以它的得分不是从上面显示的提示词元算起的。`,
    waiting: "没有例子、一个例子、几个例子时，每个答案有多大可能，会显示在这里。",
    noQuestion: "还没有问题。",
    atOne: "模型本身的概率：在整个词表上，T = 1，未经采样设置。",
    runNow: "运行这个任务",
    noAnswers: "没有要打分的答案。请填写预期答案，或者直接看下面的文字。",
  },

  ...glasses,
  verdict,
  likeliestBefore,
  likeliestNow,
  relabelled,
  reordered,
  turned,
  inForm: "符合要求的形式",
  inFormHelp: "模型给出其中任何一个答案的概率。",
  forRight: "其中预期答案占",
  forRightOf: (before: string | null) => (before === null ? "" : `（原来 ${before}）`),
  forRightHelp: "落在各答案上的概率里，预期答案占多少。",
  scarce: "模型几乎从不给出这些答案；这个占比只说明，其中哪个在它看来更可能。",
  from: (before: string) => `（原来 ${before}）`,

  lanes: {
    title: "各个提示，以及模型写了什么",
    wrote: "模型写的",
    heading: (k: number, id: LaneId) => `${examples(k)}（${kindOf(id, k)}）`,
    kind: () => [],
    tokens: (n: number, context: number) => `${count(n)} 个词元，上限 ${count(context)}`,
    tokensOnly: (n: number) => `${count(n)} 个词元`,
    whichOne: "单样本提示用哪个例子",
    whichOption: (i: number, input: string) => `例子 ${i}：${input}`,
    prompt: "提示原文",
    seeInside: "看看内部",
    seeInsideOf: (k: number) => `看看内部：${examples(k)}`,
    instruction: "指令",
    example: (i: number) => `例子 ${i}`,
    question: "问题",
    more: (n: number) => `……还有 ${n} 个`,
    fold: "收起",
    answer: (n: number) => `样本 ${n}`,
    drawn: (temperature: number) =>
      temperature === 0 ? "贪心：每次取最可能的词元" : `按温度 ${temperature} 抽取一次`,
    nothingYet: "还没有运行",
    waiting: "正在等待模型",
    stale: "运行之后改动过",
    ended: {
      length: "到达长度上限，截断",
      cancelled: "已停止",
      stop_token: "模型自己结束",
      stop_text: "",
    },
    right: "预期答案",
    empty: "模型立刻结束了，一个字也没写。",
    surprise:
      "词元下面的短条是它的意外程度 −log p：越高，越不可能出现。点一个词元，看看这里本来还可能是什么。␣ 是看不见的空格。",
    tokenLabel: (text: string, p: number, rank: number) =>
      `${text}，${percent(p)}，第 ${rank + 1} 位`,
    failed: (code: string) => `这个提示没有运行${FAILED[code] ?? ""}。`,
  },

  choice: {
    rank: (rank: number) => `第 ${rank + 1} 位`,
    greedy: "贪心：取最可能的词元，不抽随机数。",
    draw: (u: string, token: string) => `随机数 ${u} 落在这里，属于“${token}”的那一段。`,
    drawOnly: (u: string) => `随机数是 ${u}。`,
    filters: (temperature: string, left: string) =>
      `长度按温度 ${temperature} 之后的概率画${left}；上面的条形是模型本身的概率。`,
    left: (n: number) => `，筛选后剩 ${count(n)} 个词元`,
    how: "看它是怎样选出来的",
    entropy: (value: string) => `熵 ${value} 奈特`,
    logprob: (value: string) => `log p ${value} 奈特`,
  },

  settings: {
    temperature: "温度",
    top_k: "Top-k",
    top_p: "Top-p",
    n: "样本数",
    seed: "种子",
    max_tokens: "长度（词元）",
    help: {
      temperature: "0 表示取最可能的词元",
      top_k: "0 表示不用",
      top_p: "1 表示不用",
      n: "1 到 8",
      seed: "种子相同，文字就相同",
      max_tokens: (most: number) => `1 到 ${count(most)}`,
    },
    note: "数轴上的标记是模型本身的概率，不受这些设置影响。",
    outOfRange: (min: number, max: number) => `请填 ${count(min)} 到 ${count(max)} 之间的数。`,
    wholeOutOfRange: (min: number, max: number) =>
      `请填 ${count(min)} 到 ${count(max)} 之间的整数。`,
  },

  spoken: {
    lane: (k: number, label: string, p: number, right: boolean | null) =>
      `${examples(k)}：${label}，百分之 ${percentDigits(p).replace("<", "不到").replace(">", "超过")}${right === true ? "，是预期答案" : ""}。`,
    next: (word: string, lane: string) => `${lane}最可能的下一个词：${word}。`,
    laneText: (k: number, text: string) => `${examples(k)}：模型写的是 ${text}。`,
    failed: (k: number, detail: string) => `${examples(k)}：${detail}`,
  },
};

// The words of the reasoning lane, in Chinese.

export const reasoning: typeof reasoningEn = {
  reasoning: {
    fold: "先推理",
    foldOn: (n: number) => `先推理：${n} 个样本的平均`,
    show: "再加一个提示：先推理，再回答",
    n: "样本数",
    max_tokens: "最长（词元）",
    help: {
      n: "1 到 8，每个样本各推理一遍",
      max_tokens: (most: number) => `1 到 ${count(most)}，到了就必须回答`,
    },
    about:
      "这个提示的例子带着推理过程，模型也先写一段自己的推理。每段推理之后读出各个答案的概率，标记是它们的平均，横线从最低到最高。推理之后的答案取最可能的，不抽随机数。",
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
    ends: "模板里的这几个字结束推理",
    forced: "推理没有自己结束，这几个字是补上的。",
    readOut: (label: string, p: number) => `“${label}” ${percent(p)}`,
    spoken: (k: number, n: number, label: string, p: number, right: boolean | null) =>
      `${examples(k)}，先推理，${n} 个样本平均：${label}，百分之 ${percentDigits(p).replace("<", "不到").replace(">", "超过")}${right === true ? "，是预期答案" : ""}。`,
  },
};
