// What the doors below the figure say of a record, in Chinese.

import { shortPercent, shortPercentDigits } from "../../../core/text/numbers";
import type { Finding, Value } from "../../../core/gallery/finding";

export function luckFact({ n, chance, points, stamp }: Finding): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return "";
  const answers = Math.round(1 / chance);
  const leads = `${n} 个问题里，${answers} 个答案中正确的那个领先的比例：${way(first.right, last.right)}`;
  const form =
    first.form && last.form ? `；这 ${answers} 个合起来的概率：${way(first.form, last.form)}` : "";
  return `${leads}${form}。${OPEN[stamp] ?? ""}`;
}

const OPEN: Partial<Record<Finding["stamp"], string>> = {
  none: "不下结论。",
  few: "题太少，说不准。",
};

function way(from: Value, to: Value): string {
  return `${shortPercentDigits(from.value)} → ${shortPercent(to.value)}`;
}
