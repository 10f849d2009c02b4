// The words of the second column of Prompt in Chinese.

import { count, percentagePoints } from "../../../core/text/numbers";
import type { beside as en } from "./words.en";

const tokens = (n: number) => `${count(n)} 个词元`;

export const beside: typeof en = {
  beside: {
    add: "＋ 与另一个模型对比",
    addHelp: "再加一栏：换模型、换提示或换设置",
    addHelpChat: "第二列：用另一个模型或另一组设置回答同一段对话",
    title: "并排的一栏",
    model: "并排的模型",
    sameModel: (name: string) => `同一个：${name}`,
    samePrompt: "提示相同",
    sameSeed: "种子相同",
    text: "第二栏的提示",
    remove: "去掉",
    modelGone: (id: string) => `这台服务器上没有模型“${id}”，请另选一个。`,
    modelMute: (name: string, others: number) =>
      `${name} 没有对话模板，不能回答对话。${others === 0 ? "这里别的模型也不能，请选同一个。" : "请换一个模型。"}`,
    without: (left: number, others: number) =>
      `${others === 0 ? "在对话里，这里没有别的模型可以并排：" : ""}有 ${count(left)} 个模型没有对话模板，不能对话；在“文本”里可以并排。`,
    onComputer: "在提供网页的电脑上计算",

    unlike: {
      nothing: "提示相同，设置相同",
      prompt: "另一个提示",
      setting: (name: string, value: number) => `${name} ${value}`,
    },
    same: "文字完全相同",
    partsHere: "两段文字从这里分开",
    parts: {
      token: (after: number) => `从第 ${count(after + 1)} 个词元起不同`,
      character: (after: number) => `从第 ${count(after + 1)} 个字符起不同`,
    },

    columns: ["第一栏", "第二栏"],
    next: {
      parting: "从哪里分开",
      elsewhere: "同样的文字之后",
      after: (sample: number, token: number, text: string) =>
        `样本 ${sample}，第 ${count(token)} 个词元：“${text}”之后，两边各会接什么。`,
      afterOwn: (sample: number, token: number, text: string) =>
        text === ""
          ? `样本 ${sample}，第 ${count(token)} 个词元：各自的提示之后，两边各会接什么。`
          : `样本 ${sample}，第 ${count(token)} 个词元：各自的提示加上“${text}”之后，两边各会接什么。`,
      choose: "在任意一栏点一个词元，就在那里比较两边。",
      nowhere: "没有哪两个样本分开。在任意一栏点一个词元，就在那里比较两边。",
      within: "这个词元从一个字符的中间开始，另一个模型的分词器不在那里切分。请另选一个。",
      waiting: "正在问两个模型……",
      how: "概率",
      own: "模型自己的",
      drawn: "抽取时的，经过温度、top-k、top-p",
      label: (item: string, other: string) => `下一个词元的概率：${item} 与 ${other}`,
      caption: "下一个词元的概率（百分比）",
      token: "词元",
      change: "变化（百分点）",
      else: "其余全部",
      unshared: "非共有词元",
      bits: (bits: string) => `詹森–香农散度 ${bits} 比特`,
      wholeVocabulary: (n: number) => `按整个词表计算，共 ${tokens(n)}。`,
      shared: (n: number, item: number, other: number) =>
        `按两边都是单个词元的 ${count(n)} 个字符串计算，非共有词元合为一项：两个词表不同（${tokens(item)}与 ${tokens(other)}），散度本身没有定义。`,
      byCharacter: "两个词表不同，文字按字符比较。",
      sum: (gaining: number, losing: number, points: number) =>
        `从第一栏到第二栏，其中 ${count(gaining)} 个共增加 ${percentagePoints(points)} 个百分点，${count(losing)} 个共减少同样多。`,
      noChange: "没有增加，也没有减少。",
      gains: "增加最多",
      losses: "减少最多",
    },
  },
};
