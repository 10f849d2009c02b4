// The words of attention over a text, and of what each layer would say in Chinese.

import type * as en from "./words.en";

function leading(state: number, last: number): string {
  if (state === 0) return "从一开始就领先";
  const layer = state - 1;
  return state === last ? `到最后的第 ${layer} 层才领先` : `从第 ${layer} 层起领先`;
}

export const arcs: typeof en.arcs = {
  title: (token: string) => `“${token}”在看哪里`,
  how: "数字是它注意力的百分比，带下划线的是例子的答案。选一个词，就由它来看。",
  label: (token: string) => `这段文字，由 ${token} 提问；用方向键换一个词元来提问`,
  gets: (token: string, p: string) => `${token}，${p}`,
  asks: "提问",
  caption: (token: string, layer: number, head: number) =>
    `第 ${layer} 层第 ${head} 头里，${token} 在看哪里`,
  token: "词元",
  share: "所占",
  kinds: { label: "弧线画的是", attention: "注意力", carried: "它带来多少" },
  reading: "模型正在读取它的值向量。",
  carries: (looked: string, carried: string) =>
    `注意力乘以它取来的值向量的长度 |vⱼ W_O|，以占全部长度的百分比计：只说多少，不说它让哪些词更可能。首词元得到 ${looked} 的注意力，在这里占 ${carried}。`,
  length: "注意力 × 长度",
  ofLengths: "占全部长度",
};

export const cliff: typeof en.cliff = {
  title: (word, state, last, allOn) =>
    `${allOn ? "所有头都开时，" : ""}“${word}”${leading(state, last)}`,
  about: "假如到这一层为止，它的名次（层从 0 数起；logit lens，只是近似）。",
  label: (word: string, token: string) => `${token} 之后，${word} 在各层的名次`,
};

export const heads: typeof en.heads = {
  title: "层与头",
  about: "竖着是层，横着是头，都从 0 数起，与 TransformerLens 相同。点一个放大看。",
  grid: "竖着是层，横着是头",
  picked: (layer: number, head: number) => `第 ${layer} 层，第 ${head} 头`,
  layer: "层",
  cell: (layer: number, head: number, first: string) =>
    `第 ${layer} 层，第 ${head} 头，落在首词元 ${first}`,
  column: (head: number) => `头 ${head}`,
  caption: "落在首词元上的注意力，其余各行的平均",
};

export const lens: typeof en.lens = {
  title: "每一层接下来会说什么",
  about: (token: string) =>
    `logit lens（nostalgebraist，2020）在 ${token} 处把每一层都当作最后一层来读。这只是近似：前面的层从没有为这样读而训练过。`,
  aboutJacobian: (token: string) =>
    `J-lens（Gurnee 等，2026）先把每一层在 ${token} 处留下的向量带到最后一层，再来读：所用的线性映射，是在别的文字里，这个向量稍有变化时最后一层随之变化的平均值。这也只是近似：后面各层都由一个线性映射代替。`,
  kinds: { label: "怎样读一层", logit: "logit lens", jacobian: "J-lens" },
  layer: "第几层之后",
  input: "输入",
  top: "最可能的下一个",
  rankOf: (token: string) => `${token} 的名次`,
  final: (token: string) => `${token}，最后一层所说`,
  next: (token: string) => `${token}，文中接下来的词元`,
  decided: (token, state, last) => `${token} ${leading(state, last)}。`,
  caption: (token: string) => `每一层在 ${token} 之后会说什么`,
  columns: { layer: "第几层之后", token: "最可能", p: "概率", rank: "名次：" },
  waiting: "这里会列出每一层要说的词元，约需一秒。",
  notSaved: "打开的这次运行里没有它。",
  onlyHere: (token: string) => `只录制了 ${token} 处的结果；看别的词元需要模型。`,
  moved: "这是另一个词元的结果，当前词元的随后就到。",
};
