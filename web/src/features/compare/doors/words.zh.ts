// What the doors below the figure say of a record, in Chinese.

import { count, shortPercent, shortPercentDigits } from "../../../core/text/numbers";
import type { Finding, Value } from "../../../core/gallery/finding";

export function luckFact({ n, chance, points, stamp }: Finding): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return "";
  const answers = Math.round(1 / chance);
  const right = `${count(n)} 个问题：${answers} 个答案中选对 ${way(first.right, last.right)}`;
  const form = first.form && last.form ? `，说出其中任何一个 ${shortPercent(last.form.value)}` : "";
  return `${right}${form}。${OPEN[stamp] ?? ""}`;
}

const OPEN: Partial<Record<Finding["stamp"], string>> = {
  none: "不下结论。",
  few: "题太少，说不准。",
};

function way(from: Value, to: Value): string {
  return `${shortPercentDigits(from.value)} → ${shortPercent(to.value)}`;
}
