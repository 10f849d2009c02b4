// The words for what of a record is shown, in Chinese.

import type { slice as en } from "./words.en";

export const slice: typeof en = {
  title: "显示这份记录的哪一部分",
  about: (names) => `条件为${names}：`,
  draw: (n) => `第 ${n} 次抽取`,
  template: (text) => `模板“${text}”`,
  share: (percent) => `${percent} % 正确`,
  labels: (kind) => `答案${kind}`,
  k: (k) => (k === 0 ? "没有例子" : `${k} 个例子`),
  join: (names) => names.join("，"),
  condition: "条件",
};
