// The words of texts that a model wrote in Chinese.

import { count, equalChoices, nats, percent } from "../../../core/text/numbers";
import type * as en from "./words.en";

export const sample: typeof en.sample = {
  name: (n: number) => `样本 ${n}`,
  of: (n: number) => `样本 ${n}，模型写的文字`,
  goOn: "接着写",
  takeBack: "撤回",
  again: "重写",
  edit: "修改",
  copy: "复制",
  copied: "已复制",
  notCopied: "没有复制：浏览器不允许",
  stop: "停止",
  waiting: "正在等模型……",
  nothing: "还没有写。",
  empty: "模型立刻结束，一个字也没写。",
  editLabel: (n: number) => `样本 ${n} 的文字`,
  keep: "保留",
  keepAndGoOn: "保留并接着写",
  cancel: "取消",
  mean: (value: number) => `平均意外程度 ${nats(value)}（${equalChoices(value)} 个里猜中一个）`,
  ended: {
    stop_token: "模型自己结束",
    stop_text: "",
    length: "到了长度上限",
    cancelled: "已停止",
  },
  token: (text: string, p: number, rank: number) => `${text}，${percent(p)}，第 ${rank + 1} 位`,
  chosenToken: (text: string, p: number) => `${text}，${percent(p)}，由您选定`,
  typed: "由您写入",
  spoken: (n: number, text: string) => `样本 ${n}：${text}`,
  spokenFault: (n: number, detail: string) => `样本 ${n} 没有写成：${detail}`,
};

export const card: typeof en.card = {
  rank: (rank: number, all: number) => `第 ${count(rank + 1)} 位，共 ${count(all)} 个`,
  chosen: "由您选定",
  greedy: "温度为 0：取最可能的词元，不抽随机数。",
  fell: (u: string) => `随机数 ${u} 落在这个词元的区间里。`,
  number: (u: string) => `随机数是 ${u}。`,
  byYou: "这个词元由您选定，没有抽随机数。",
  how: "在“下一个词”中打开这一步",
  entropy: (p: string, entropy: string, choices: string) =>
    `像面对 ${choices} 个同样可能的选择。log p ${p} 奈特，熵 ${entropy} 奈特`,
};
