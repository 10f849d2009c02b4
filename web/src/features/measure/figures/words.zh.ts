// The words of Measure’s figures and tables in Chinese.

import type { columns as enColumns, figures as enFigures, kinds as enKinds } from "./words.en";

export const columns: typeof enColumns = {
  examples: "例子",
  right: "答对",
  calibrated: "去掉偏向",
  form: "形式",
  choice: "占比",
  interval: "95 %",
  chance: "瞎猜",
  order: "顺序",
  last: "最后的答案",
  labels: "对的答案，%",
  template: "模板",
  draw: "第几组",
  model: "模型",
  change: "差",
  says: (label) => `答“${label}”`,
};

export const kinds: typeof enKinds = { names: "随机名字", none: "不给" };

export const figures: typeof enFigures = {
  guess: "瞎猜",
  right: {
    title: "答对：预期答案多常领先",
    hatched: "斜线：很少真的说出来",
  },
  form: {
    title: "形式：各答案合计多可能",
    rule: "规则：高于 10\u202f%",
  },
  examples: {
    label: "例子个数不同时，答对和形式各占多少",
    x: "例子",
  },
  order: {
    label: "抽到的每种顺序答对多少，原样和去掉偏向后",
    last: (label) => `最后是 ${label}`,
    single: "一种顺序",
  },
  labels: {
    label: "答案对的例子占多少，答对和形式各占多少",
    x: "答案对的例子，%",
  },
  format: { label: "每种模板答对多少", y: "答对，百分比" },
  models: {
    label: (first, other) => `${other} 减 ${first}：答对，百分点`,
    k: (k) => (k === 0 ? "没有例子" : `有 ${k} 个例子`),
  },
};
