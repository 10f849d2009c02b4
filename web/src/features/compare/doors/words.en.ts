// What the doors below the figure say of a record.

import { shortPercent, shortPercentDigits } from "../../../core/text/numbers";
import type { Finding, Value } from "../../../core/gallery/finding";
import { inWord } from "../../../words/common.en";

/** How often the right answer leads, how likely any answer is, and that this settles nothing. */
export function luckFact({ n, chance, points, stamp }: Finding): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return "";
  const answers = Math.round(1 / chance);
  const leads = `On ${n} questions the right one of ${inWord(answers)} leads in ${way(first.right, last.right)}`;
  const together = answers === 2 ? "both together" : `all ${inWord(answers)} together`;
  const form = first.form && last.form ? `; ${together} get ${way(first.form, last.form)}` : "";
  return `${leads}${form}.${OPEN[stamp] ?? ""}`;
}

const OPEN: Partial<Record<Finding["stamp"], string>> = {
  none: " No verdict.",
  few: " Too few to tell.",
};

function way(from: Value, to: Value): string {
  return `${shortPercentDigits(from.value)} → ${shortPercent(to.value)}`;
}
