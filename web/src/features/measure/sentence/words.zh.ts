// The sentences of Measure in Chinese; `*` stands around what stands out. The null forms are fixed.

import type { Interval } from "../../../core/api/api.gen";
import { count, percent, points, shortPercent } from "../../../core/text/numbers";
import type { Common, ExamplesFacts, LabelsFacts, ModelsFacts, OrderFacts, RangeFacts } from "./facts"; // prettier-ignore
import { levelText, pointsBetween, sharesBetween } from "../../../core/measurement/bounds";
import type { Written } from "./sentence";
import type { sentences as en } from "./words.en";

const sure = ({ value, low, high }: Interval) => `${percent(value)} [${sharesBetween(low, high)}]`;
const size = ({ value, low, high }: Interval) =>
  `${number(value)} 个百分点 [${sharesBetween(low, high)}]`;
const number = (share: number) => (100 * share).toFixed(1);
const change = ({ value, low, high }: Interval) =>
  `${points(value)} 个百分点 [${pointsBetween(low, high)}]`;
const examples = (k: number) => (k === 0 ? "没有例子" : `有 ${k} 个例子`);
const whole = (share: number) => `${Math.round(100 * share)} 个百分点`;

const SCARCE = 0.1; // form below it: the listed answers are hardly ever given

function n({ n, detectable, form, oneSet }: Common): string {
  const can =
    detectable === null
      ? ""
      : detectable > 1
        ? "问题太少，显不出任何差别。"
        : `这么多题，预计能显出 ${number(detectable)} 个百分点以上的差别。`;
  const scarce =
    form >= SCARCE
      ? ""
      : `答对只在各答案之间比较：模型给出其中任何一个的概率最多 ${percent(form)}。`;
  const these = oneSet ? "以上只对这一组例子成立：没有抽别的例子。" : "";
  return `n = ${count(n)} 题；方括号里是 95 % 区间。${these}${can}${scarce}`;
}

const opening = {
  up: "例子越多越好：",
  down: "例子越多越差：",
  both: "增加例子，有的步骤变好，有的变差：",
};

const pText = (p: number) => (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`);

function clearestStep({ decided, toEnd }: ExamplesFacts): string {
  if (decided === null) return "只有一种例子个数，没有可比的。";
  const { before, after, difference } = decided;
  return `${toEnd ? "从最少到最多" : "差别最清楚的一步"}，${before.cell.k} → ${after.cell.k} 个例子：${change(difference.change)}${levelText(difference)}，校正后 ${pText(difference.holm)}。`;
}

function examplesWritten(f: ExamplesFacts): Written {
  const [first, last] = f.sides;
  const from = `${examples(first.cell.k)}时答对 *${shortPercent(first.right.value)}*`;
  const to = `${examples(last.cell.k)}时答对 *${shortPercent(last.right.value)}*`;
  const help = f.toEnd ? `${f.last.cell.k} 个例子` : "增加例子";
  const mains = {
    single: `${to}。`,
    small: `例子多少带来的差别都不到 ${whole(f.smallest)}：${from}，${to}。`,
    unknown: `${count(f.n)} 题还不足以说明${help}有没有用：${from}，${to}。`,
  };
  const form = `${examples(f.last.cell.k)}时，它说出其中一个答案的概率是 *${shortPercent(f.last.form.value)}*，${examples(f.first.cell.k)}时是 ${shortPercent(f.first.form.value)}。`;
  const { trend } = f;
  const main =
    trend === "up" || trend === "down" || trend === "both"
      ? `${opening[trend]}${from}，${to}。`
      : `${f.formLearned && trend !== "single" ? form : ""}${mains[trend]}`;
  const more = [
    `形式，即所有答案的概率之和，从 ${sure(f.first.form)} 变为 ${sure(f.last.form)}；瞎猜能对 ${percent(f.chance)}。`,
  ];
  if (f.best !== null)
    more.push(
      `最高的是有 ${f.best.cell.k} 个例子时（${sure(f.best.right)}），这是事后挑出来的，没有检验。`,
    );
  if (f.theseDraws) more.push("有的步骤只对抽到的这几组例子成立：换成别的例子，区间包含 0。");
  const draws = f.draws === 1 ? "" : `每一项都抽了 ${f.draws} 组例子。`;
  return { main, why: clearestStep(f), more, small: n(f) + draws };
}

function rangeWritten(f: RangeFacts, apart: string, same: string): Written {
  const { lowest, highest } = f;
  const why = `相差 ${size(f.range)}，这个区间对全部 ${f.count} 个同时成立。`;
  const small = n({ ...f, detectable: null });
  const span = `从 *${shortPercent(lowest.right)}* 到 *${shortPercent(highest.right)}*`;
  if (lowest.right === highest.right)
    return {
      main: `${same}：都答对 *${shortPercent(lowest.right)}*。`,
      why,
      more: rangeMore(f),
      small,
    };
  const main = f.apart ? `${apart}${span}。` : `${same}：答对的比例${span}，单凭偶然也会如此。`;
  const more = [`最低：${lowest.name}。最高：${highest.name}。`, ...rangeMore(f)];
  return { main, why, more, small };
}

function rangeMore({ calibrated }: RangeFacts): string[] {
  return calibrated === null ? [] : [`扣除对空内容的回答后，相差 ${size(calibrated)}。`];
}

function orderWritten(f: OrderFacts): Written {
  const text = rangeWritten(f, "只换顺序，答对的比例就", "各种顺序分不出高下");
  const { last } = f;
  if (last === null || last.own - last.others < 0.05) return text;
  const label = last.label.trim();
  const line = `最后一个例子是“${label}”时，模型对 ${percent(last.own)} 的题答“${label}”；其他顺序下是 ${percent(last.others)}。`;
  return { ...text, more: [...(text.more ?? []), line] };
}

function formatWritten(f: RangeFacts): Written {
  return rangeWritten(f, "只换格式，答对的比例就", "各种格式分不出高下");
}

function labelsWritten(f: LabelsFacts): Written {
  const by = `*${points(f.slope.value)} 个百分点* [${pointsBetween(f.slope.low, f.slope.high)}]`;
  const between = `例子的答案从全错到全对，答对的比例变化 ${by}`;
  const main = {
    reads: `模型读了答案：${between}。`,
    against: `答案越对，答得越差：${between}。`,
    small: `模型跟随答案的程度不到 ${whole(f.smallest)}：${between}。`,
    unknown: `${count(f.n)} 题还不足以说明模型读没读答案：${between}。`,
  }[f.effect];
  const more = [
    ...(f.names === null ? [] : [`把答案换成随机的名字，答对 ${sure(f.names)}。`]),
    ...(f.none === null ? [] : [`例子不给答案，答对 ${sure(f.none)}。`]),
  ];
  return { main, more: [more.join("")], small: `${examples(f.k)}。${n(f)}` };
}

function modelsWritten(f: ModelsFacts): Written {
  const { before, after, difference } = f.step;
  const shares = `${f.second} 答对 *${shortPercent(after.right.value)}*，${f.first} 答对 *${shortPercent(before.right.value)}*`;
  const main = {
    higher: `${examples(f.k)}时，${f.second} 答对得更多：${shares}。`,
    lower: `${examples(f.k)}时，${f.second} 答对得更少：${shares}。`,
    "none as large": `${examples(f.k)}时，两个模型的差别不到 ${whole(f.smallest)}：${shares}。`,
    "not enough": `${count(f.n)} 题还不足以说明${examples(f.k)}时哪个更好：${shares}。`,
  }[difference.answer];
  return {
    main,
    more: [`逐题配对的差是 ${change(difference.change)}${levelText(difference)}。`],
    small: n(f),
  };
}

export const sentences: typeof en = {
  n,
  always: (answer, model) => `不管问什么，${model ?? "模型"}总是答*“${answer}”*。`,
  seldom: "这些答案，模型很少真的说出来。",
  nothing: "只有一种条件，没有可比的。",
  examples: examplesWritten,
  order: orderWritten,
  labels: labelsWritten,
  format: formatWritten,
  models: modelsWritten,
};
