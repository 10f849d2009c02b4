// 回答的形式限制所用的文字。

import { nats, percent } from "../../core/text/numbers";
import type { answerForm as english } from "./words.en";

export const answerForm: typeof english = {
  answerForm: {
    label: "回答的形式",
    none: "任意文本",
    kinds: { json_schema: "符合模式的 JSON", regex: "正则表达式" },
    summary: { json_schema: "符合模式的 JSON", regex: "按正则表达式" },
    help: {
      json_schema:
        "只抽取那些仍能让回答成为符合此模式的 JSON 的词元。请用 maxLength 限制文本、用 maxItems 限制列表：小模型往往不会自己收尾。",
      regex: "只抽取那些仍能让整个回答符合此表达式的词元。写法同 Rust：没有环视，也没有反向引用。",
    },
    inBrowser: "在此浏览器中无法限制回答的形式：请在模型名称下选择服务器，或在这里选“任意文本”。",
    noJson: (message: string) => `这还不是 JSON：${message}`,
    prefix: (text: string) => `回答在这段文本结束之前已经开始，开头是“${text}”。`,
    removed: (mass: number) => `回答的形式在此处拿走了模型 ${percent(mass)} 的概率。`,
    removedIn: (nats_: number, tokens: number) =>
      `形式共拿走 ${nats(nats_)} 奈特：每个词元处平均留下 ${percent(Math.exp(-nats_ / tokens))} 的概率（几何平均）`,
    removedSum: (nats_: number) => `形式在这些位置共拿走 ${nats(nats_)} 奈特。`,
    taken: (nats_: number) => `形式拿走 ${nats(nats_)} 奈特`,
    forbids: (mass: number, allowed: string, all: string) =>
      `回答的形式禁止了此处共占模型概率 ${percent(mass)} 的词元；${all} 个词元中允许 ${allowed} 个，下面的百分比只在它们之间分配。`,
    forbidden: "被禁止",
  },
};
