// 重新运行的结果。

import type { ValueDifference } from "../core/runFile/sameness";
import { count } from "../core/text/numbers";
import type { outcome as outcomeEn, uncompared as uncomparedEn } from "./repeated.en";

const MOST_SHOWN = 40; // 一个值最多显示的字符数

function shown(value: ValueDifference["was"]): string {
  if (value === null) return "空";
  const text = JSON.stringify(value);
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}…`;
}

export const uncompared: typeof uncomparedEn = (places) =>
  places.length === 0 ? "" : `没有比较：${places.join("、")}。`;

export const outcome: typeof outcomeEn = (compared) => {
  const { values, different, first, tokens, largest } = compared;
  const without = uncompared(compared.uncompared);
  if (values === 0) return `其中没有可以比较的内容。${without}`;
  const among = tokens === 0 ? "" : `（其中 ${count(tokens)} 个词元）`;
  if (first === null) return `完全相同：${count(values)} 个值${among}，分毫不差。${without}`;
  const though = tokens === 0 ? "" : `${count(tokens)} 个词元都相同。`;
  const by = largest === 0 ? "" : `数值最多相差 ${largest.toPrecision(2)}。`;
  const where = `${first.place}：当时是 ${shown(first.was)}，现在是 ${shown(first.now)}`;
  return `不相同：${count(values)} 个值中有 ${count(different)} 个不同，第一处是 ${where}。${though}${by}${without}`;
};
