// The words of Fill in Chinese.

import { count } from "../../../core/text/numbers";
import type { fill as en } from "./words.en";

export const fill: typeof en = {
  fill: {
    title: "给文字填空",
    about:
      "写一段留空的文字。BERT 这样的掩码模型会读空位两边的内容；从左往右写的 GPT 只读过空位左边的。",
    examples: "或者试一个例子：",
    placeholder: "写一段文字，在缺词元的地方写 [MASK]。",
    insert: (mark: string) => `插入 ${mark}`,
    none: (mark: string) => `还没有空位：在缺词元的地方写 ${mark}`,
    gaps: (n: number) => `${count(n)} 个空位`,
    by: "由谁来填",
    gone: (id: string) => `这里没有会填空的模型“${id}”，改由现在这个来填。`,
    tiny: (name: string, n: number) =>
      `${name} 很小：只有 ${count(n)} 个参数，而 BERT-base 有 1.1 亿个。它填的词常常不对，这不是 BERT 的毛病。`,
    noModel:
      "没有安装会填空的模型。办法之一：shotglass import 文件夹，其中是 transformers 写出的 BERT。",
    stale: "填完之后，文字又改过了。",
    filledBy: (name: string) => `把 ${name} 认为最可能的词元填进去：`,
    inside: (name: string) => `到“内部”页看 ${name} 在看哪里`,
    gap: (n: number, all: number) => (all === 1 ? "这个空位" : `第 ${n} 个空位，共 ${all} 个`),
    both: (name: string, token: string, p: string) =>
      `${name} 读了两边，认为最可能的是 ${token}，概率 ${p}。`,
    left: (name: string, left: string, token: string, p: string) =>
      `${name} 只读了${left}，最可能接着写 ${token}，概率 ${p}。`,
    same: (token: string, p: string, known: boolean) =>
      known ? `它给 ${token} 的概率是 ${p}。` : `${token} 不是它词表里的词元。`,
    quoted: (text: string) => `“${text}”`,
    nothing: "空白",
    else: "其余全部",
    absent: "无此词元",
    token: "词元",
    caption: (n: number) => `第 ${n} 个空位里是什么`,
    label: (n: number, masked: string, causal: string | null) =>
      causal === null
        ? `第 ${n} 个空位里最可能的词元，按 ${masked}`
        : `第 ${n} 个空位里最可能的词元：${masked} 读两边，${causal} 只读左边`,
    bothKey: (name: string) => `${name}，读两边`,
    leftKey: (name: string) => `${name}，只读左边`,
    compared: (n: number, name: string) =>
      `每个空位都要单独问 ${name} 一次，所以只问前 ${count(n)} 个。`,
    independent:
      "所有空位同时填，填每一个的时候其他的都还遮着，所以填出的词元彼此未必搭配。对从左往右读的模型，前面的空位里放的是这里显示的词元。",
    notCompared: (name: string) => `没能问到 ${name}：`,
  },
};
