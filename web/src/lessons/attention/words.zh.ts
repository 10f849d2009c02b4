// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

export const words: typeof en = {
  text: [
    "一个词单独看意思不多；注意力让它从前面的词元取来所需。每个词元给出三个向量：查询是它要找什么，键是凭什么被找到，值是它给出什么。查询乘键得分数，softmax 把分数变成份额，再按份额把值相加。多个头各用自己的向量同时这样做。下面是正在用的模型在你这句话上的每一个数字。",
    "除以 √d 是为了让分数不要太大：两个向量各有 d 个独立、方差为 1 的数，乘积的方差就是 d；分数太大，softmax 会几乎全给一个词元，梯度也几乎传不回来。这是 Vaswani 等 2017 给出的理由。",
    "有的模型让几个头共用键和值，缓存因此更小（Ainslie 等 2023）；有的按位置旋转查询和键（Su 等 2021）。正在用的模型若是这样，图中就是共用的、旋转后的数。",
  ],
  corrections: [],
  opposite:
    "有一个分数、份额或输出不能由图中前面的数字算出。测试对小的随机模型的每一层、每个头、每个词元重新乘加，也对图中的一些位置重新计算。",
  try: "看这句话的所有头",
  formula:
    "一个头等于 Q 乘 K 的转置除以根号 d，再加掩码 M，取 softmax，再乘 V。所有头的输出是把头一到头 h 接在一起，再乘 W O。",
  figure: {
    text: "你自己的文字",
    layer: "层",
    head: "头",
    of: (i: number, n: number) => `${i}（0 到 ${n - 1}）`,
    steps: "步骤",
    names: ["Q、K、V", "分数", "掩码", "Softmax", "值", "多头"],
    says: [
      (row: string, key: string, d: number) =>
        `三个矩阵把这一层读到的词元变成查询、键和值，这个头各 ${d} 个数。${row} 提问，${key} 回答。`,
      (row: string, key: string, d: number) =>
        `${row} 的查询和 ${key} 的键逐个相乘，加起来，再除以 √${d}。`,
      (row: string) => `${row} 只能看自己和前面。后面每个词元的分数都加上 −∞。`,
      (row: string) => `exp(分数 − 最大分数)，除以它们的和：${row} 的份额加起来是 1。`,
      (row: string) => `每个值乘以它的份额，再全部相加：这就是这个头给 ${row} 的。`,
      (row: string) => `各头的数接在一起，乘以 W_o：这就是注意力加到 ${row} 的向量上的。`,
    ],
    shares: (heads: string, group: number) => `头 ${heads} 共用第 ${group} 组键和值：分组查询。`,
    caption: (layer: number, head: number) => `第 ${layer} 层第 ${head} 个头的注意力`,
    axes: ["提问", "回答"],
    pair: (row: string, key: string, score: string, share: string) =>
      `${row} 提问，${key} 回答：分数 ${score}，份额 ${share}`,
    vectors: { query: "查询", key: "键", value: "值" },
    whose: (name: string, token: string) => `${token} 的${name}`,
    which: "要拆开的向量",
    read: (token: string) => `这一层读到的 ${token}`,
    row: (name: string, index: string) => `${name}矩阵的第 ${index} 行`,
    made: (name: string, token: string, index: string, value: string) =>
      `${token} 的${name}的第 ${index} 个数是 ${value}。`,
    rotated: (value: string) => `按词元的位置旋转后，参加比较的是 ${value}。`,
    waiting: "正在取权重 …",
    divided: (sum: string, scale: string, score: string) => `${sum} ÷ ${scale} = ${score}`,
    capped: (cap: string) => `这个模型再用 tanh 把分数限制在 ${cap} 以内。`,
    columns: ["键", "分数", "加掩码", "exp", "份额"],
    sum: "和",
    share: (token: string) => `${token} 给每个词元的份额`,
    numbers: (index: string) => `每个值的第 ${index} 个数`,
    output: (head: number, token: string) => `头 ${head} 给 ${token} 的`,
    mixed: (token: string) => `${token} 的各头，接在一起`,
    outRow: (index: string) => `W_o 的第 ${index} 行`,
    added: (token: string) => `注意力加到 ${token} 上的`,
    addedIs: (index: string, value: string) => `其中第 ${index} 个数是 ${value}。`,
    about: "由画注意力视图的同一张图以 fp32 算出；和在这里由所示的数字相加，最后一位可能不同。",
  },
};
