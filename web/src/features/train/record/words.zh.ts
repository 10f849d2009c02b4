// The words of what a run can do now, in Chinese.

import { count, percent } from "../../../core/text/numbers";
import { examples } from "../../../words/common.zh";
import type { Reach } from "./record";
import type { record as en } from "./words.en";

export const given = (k: number) => (k === 0 ? "不给例子" : `给 ${k} 个例子`);

export const record: typeof en = {
  title: "现在它会什么",
  about: (name: string, n: number, date: string) =>
    `${name}，测于 ${date}：每个任务 ${count(n)} 个问题，各行问题相同。`,
  none: "这次训练得到的模型还没有按例子个数测过。",
  ruleTitle: "训练之前写下的判定规则",
  verdicts: "判定",
  verdict: {
    yes: "从例子里学会了",
    no: "没有证据",
    unjudged: "未判定",
  },
  reached: (right: number, all: number) => `${all} 个条件中满足 ${right} 个`,
  conditionsTitle: "逐条看条件",
  verdictCaption: (k: number, split: string) =>
    `${given(k)}，考的是${split}。百分比，附 95 % 区间。`,
  columns: {
    family: "任务",
    who: "谁来回答",
    low: "下限",
    high: "上限",
    choice: "答对",
    form: "形式",
    chance: "随机猜",
    verdict: "判定",
    condition: "条件",
    interval: "测得",
    bound: "要求",
    holds: "满足",
    n: "n",
  },
  atLeast: (points: string) => `至少 ${points}`,
  aboveNothing: "大于 0",
  holds: { yes: "是", no: "否", open: "没有测" },
  conditions: {
    "above-chance": "高于随机猜",
    "gold-over-shuffled": "高于打乱的答案",
    "over-majority": "高于最常见的答案",
    "over-copy-last": "高于照抄最后一个答案",
    "over-nearest": "高于最近例子的答案",
    "over-five-gram-cache": "高于带缓存的 5-gram",
  },
  figure: (family: string) => `谁答对多少：${family}`,
  examples,
  rows: {
    shuffled: "答案打乱",
    flipped: "答案互换",
    "flipped-towards": "答案互换，按例子所教",
    invented: "自造的名称作答案",
    "wrong-task": "另一个任务的例子",
    majority: "最常见的答案",
    "copy-last": "最后一个例子的答案",
    nearest: "最近例子的答案",
    "five-gram": "5-gram",
    "five-gram-cache": "带缓存的 5-gram",
    twin: "对照模型",
    model: "本模型",
    "held-out": "留出文本",
  },
  kinds: {
    shots: "本模型，按例子个数",
    control: (k: number) => `本模型，${k} 个例子以已知方式出错`,
    baseline: (k: number) => `对同样 ${k} 个例子使用的简单规则`,
    beside: (k: number) => `别的模型，同样 ${k} 个例子`,
  },
  guess: "随机猜",
  reach: {
    title: "能推广到多远：别的模板，别的词",
    about: (k: number, n: number) =>
      `问题相同，但写成训练例题从未用过的模板；另有几行仍用它自己的模板，换成它词表以外的日常名词和自造名称。每格 ${count(n)} 个问题，${given(k)}；百分比，答对附 95 % 区间。随机猜的正确率是 50 %。`,
    written: "写法",
    wordings: {
      own: "它自己的模板",
      sentence: "一句短话",
      separator: "别的分隔符",
      field: "别的字段名",
      order: "字段写在词之前",
      quotes: "加引号",
      "one line": "全写在一行",
      bare: "词前没有空格",
    },
    others: (words: boolean, names: boolean) =>
      words && names ? "别的日常名词，别的自造名称" : words ? "别的日常名词" : "别的自造名称",
    all: "全部模板",
    claim: (reach: Reach | null) =>
      reach === null
        ? "：限于它自己的模板和词表；别的没有测过。"
        : `：限于它自己的模板和词表；换成另外 ${reach.templates} 种模板，正确率因写法而异，为 ${percent(reach.low)} 到 ${percent(reach.high)}。`,
  },
  bits: "与对照相比的每字节比特数",
  bitsColumns: {
    source: "来源",
    model: "本模型",
    bytes: "字节",
  },
  samples: {
    title: "它写的文字，未经挑选",
    about: (texts: number, length: number, words: number, dictionary: string) =>
      `${count(texts)} 段，每段最多 ${count(length)} 个词元，温度 1；旁边是同样多的留出文本和 5-gram 写的。百分比；不同的词和词对按前 ${count(words)} 个词计。词典：${dictionary}。`,
    of: "文字来自",
    words: "词数",
    columns: {
      repeated_8: "重复的 8 词串",
      copied_8: "照抄训练文本的 8 词串",
      in_dictionary: "词典里有的",
      distinct_1: "不同的词",
      distinct_2: "不同的词对",
    },
    read: "读一读前几段",
  },
};
