// The sentences of what ships with the page, in Chinese.

import { percentDigits, points, shortPercent } from "../../../core/text/numbers";
import { pointsBetween, sharesBetween, tellsNothing } from "../../../core/measurement/bounds";
import type { Finding, Point } from "../../../core/gallery/finding";
import { becameFewer, FORM_RULE, isSeldom, rangeOf } from "../../../core/gallery/formRule";
import { sentences } from "../sentence/words.zh";
import type { findings as en } from "./words.en";

const size = (share: number) => (100 * share).toFixed(1);
const answers = ({ chance }: Finding) => String(Math.round(1 / chance));
const ends = ({ points }: Finding) => [points[0], points.at(-1)] as [Point, Point];

function since(before: number, after: number): string {
  const [from, to] = [shortPercent(before), shortPercent(after)];
  return from === to ? "和没有例子时一样" : `没有例子时是 ${from}`;
}

function examplesHeadline(f: Finding): string {
  const [first, last] = ends(f);
  const leads = `正确答案在 *${shortPercent(last.right.value)}* 的问题里领先，${since(first.right.value, last.right.value)}`;
  if (f.stamp === "form" && last.form !== null && first.form !== null)
    return `有 ${last.at} 个例子时，它说出 ${answers(f)} 个答案之一的概率是 *${shortPercent(last.form.value)}*，${since(first.form.value, last.form.value)}；${leads}。`;
  if (isSeldom(last.form))
    return `这 ${answers(f)} 个答案，模型很少真的说出来。只在它们之间比，有 ${last.at} 个例子时${leads}。`;
  return `有 ${last.at} 个例子时，${answers(f)} 个答案中${leads}。`;
}

function spread(f: Finding, all: string, moves: string): string {
  const [lowest, highest] = rangeOf(f).map(({ right }) => shortPercent(right.value));
  if (lowest === highest) return `${all}，每种都答对 *${highest}*。`;
  return f.stamp === "yes"
    ? `只换${moves}，答对的比例就从 *${lowest}* 变到 *${highest}*。`
    : `${all}，答对 *${lowest}* 到 *${highest}*。`;
}

/** It begins with how seldom the answers are said, where that holds of all that was asked. */
function headline(f: Finding): string {
  if (f.id === "examples") return examplesHeadline(f);
  const seldom = f.points.every(({ form }) => isSeldom(form));
  return `${seldom ? sentences.seldom : ""}${conditionsHeadline(f)}`;
}

function conditionsHeadline(f: Finding): string {
  const count = f.points.length;
  if (f.id === "order") return spread(f, `同样的例子排成 ${count} 种顺序`, "例子的顺序");
  if (f.id === "format") return spread(f, `意思相同的 ${count} 种模板`, "格式");
  const [wrong, right] = ends(f).map(({ right }) => shortPercent(right.value));
  return `例子的答案全对时答对 *${right}*，全错时答对 *${wrong}*。`;
}

function verdictReason(f: Finding): string {
  const { form } = ends(f)[1];
  const gain = f.gain;
  if (form === null || gain === null) return "";
  const balance = `${gain.gained} 题由错变对，${gain.lost} 题由对变错`;
  const fewer = `答对的变少了：${balance}`;
  if (f.stamp === "task")
    return `形式的区间 [${sharesBetween(form.low ?? 0, form.high ?? 1)}] 整个高于 10\u202f%，而且${balance}。`;
  if (f.stamp === "form")
    return `形式提高了 ${points(gain.form[0])} 个百分点 [${pointsBetween(gain.form[1], gain.form[2])}]，${becameFewer(gain) ? fewer : `选择没有变好：${balance}`}。`;
  if ((form.low ?? form.value) > FORM_RULE)
    return `形式高于 10\u202f%，但${becameFewer(gain) ? fewer : `${balance}，还不够规则所要求的`}。`;
  const reach =
    (form.high ?? form.value) <= FORM_RULE
      ? `最高只到 ${percentDigits(form.high ?? form.value)}`
      : `最低到 ${percentDigits(form.low ?? form.value)}`;
  return `形式的区间${reach}\u202f%；规则要求高于 10\u202f%。`;
}

function testReason({ id, stamp, judged, comparisons }: Finding): string {
  if (judged === null) return "";
  const { value, low = value, high = value } = judged;
  const isRange = id === "order" || id === "format";
  const by = isRange
    ? `${size(value)} 个百分点 [${sharesBetween(low, high)}]`
    : `${points(value)} 个百分点 [${pointsBetween(low, high)}]`;
  if (stamp === "yes" || stamp === "reverse")
    return `相差 ${by}；按 ${comparisons} 次比较校正后，区间不包含 0。`;
  if (stamp === "no") return `相差 ${by}：整个区间都小于 10 个百分点。`;
  const open = tellsNothing({ low, high })
    ? "从差得多到好得多都在区间里，所以什么也说明不了"
    : "区间包含 0，所以也许只是偶然";
  return `相差 ${by}；按 ${comparisons} 次比较校正后，${open}。`;
}

export const findings: typeof en = {
  headline,
  reason: (f) => (f.gain === null ? testReason(f) : verdictReason(f)),
  line: (f) => {
    const [first, last] = f.id === "examples" || f.id === "labels" ? ends(f) : rangeOf(f);
    const [from, to] = [shortPercent(first.right.value), shortPercent(last.right.value)];
    if (from === to) return `${to}，n = ${f.n}`;
    const arrow = f.id === "order" || f.id === "format" ? "–" : " → ";
    return `${from.replace("\u202f%", "")}${arrow}${to}，n = ${f.n}`;
  },
  origin: (date, precision, n, of) =>
    `${[`${date} 记录`, precision].filter(Boolean).join("，")}，${n < of ? `${of} 题里的 ` : ""}n = ${n}`,
  other: (name, used) => `这是用 ${name} 记录的，不是 ${used}。`,
  caption: (title, n) => `${title}，n = ${n}`,
};
