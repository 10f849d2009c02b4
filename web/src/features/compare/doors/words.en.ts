// What the doors below the figure say of a record.

import { count, shortPercent, shortPercentDigits } from "../../../core/text/numbers";
import type { Finding, Value } from "../../../core/gallery/finding";
import { inWord } from "../../../words/common.en";

/** How often the right one of the answers leads, from none to all examples; how likely any of them is
 * with all; and that this settles nothing. */
export function luckFact({ n, chance, points, stamp }: Finding): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return "";
  const answers = Math.round(1 / chance);
  const any = answers === 2 ? "either" : `any of ${inWord(answers)}`;
  const right = `${count(n)} questions: right among ${inWord(answers)} ${way(first.right, last.right)}`;
  const form = first.form && last.form ? `, ${any} ${shortPercent(last.form.value)}` : "";
  return `${right}${form}.${OPEN[stamp] ?? ""}`;
}

const OPEN: Partial<Record<Finding["stamp"], string>> = {
  none: " No verdict.",
  few: " Too few to tell.",
};

function way(from: Value, to: Value): string {
  return `${shortPercentDigits(from.value)} → ${shortPercent(to.value)}`;
}
