// What became of right answers with so many examples, in Chinese.

import { metric, shortPercent } from "../../../core/text/numbers";
import type { XAxis } from "../curves/curves";
import { given } from "../record/words.zh";
import type { Story } from "./emergence";

const UNITS: Record<XAxis, string> = { tokens: "个词元", labels: "次作答练习", steps: "步" };

export const amount = (x: number, axis: XAxis) => `${metric(x)} ${UNITS[axis]}`;

export function story(s: Story): string {
  return `${s.seldom ? "这些答案，模型很少真的说出来。" : ""}${course(s)}：${outcome(s)}。`;
}

function course({ happened, k, axis, running, sudden, start, split, beyond }: Story): string {
  if (happened.kind === "none" && k === 0) return "不给例子，它只能猜";
  if (happened.kind === "none")
    return `${running ? "到目前为止" : "直到训练结束"}，${given(k)}也帮不上忙`;
  if (happened.kind === "early")
    return `${start === null ? "" : `它接着“${start}”往下训练，`}${given(k)}时，从第一次提问起就比随机猜强`;
  const { from, to } = happened;
  const before = from.x === 0 ? "起初它只会猜" : `读完前 ${amount(from.x, axis)}时，它还只会猜`;
  const way = amount(to.x - from.x, axis);
  const use = k === 0 ? "不看例子也能作答" : `利用 ${k} 个例子`;
  const only = beyond?.guess ? `，但只限于${split}` : "";
  return sudden
    ? `${before}；接着，只用了 ${way}，它就学会了${use}${only}`
    : `${before}；此后 ${way}里，它慢慢学会了${use}${only}`;
}

function outcome({ happened, chance, running, beyond }: Story): string {
  const first = happened.kind === "early" ? `那时答对 ${shortPercent(happened.first.y)}，` : "";
  const last = `${running ? "目前" : "最后"}答对 ${shortPercent(happened.last.y)}`;
  const others = beyond === null ? "" : `，换成${beyond.split}是 ${shortPercent(beyond.last.y)}`;
  return `${first}${last}${others}，随机猜是 ${shortPercent(chance)}`;
}
