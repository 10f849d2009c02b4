// Which answer has which color on this page: one that stays keeps it through an edit, and from view to
// view.

import { MOST_COLORS, recolored } from "../core/answers/colors";

let byColor: readonly (string | null)[] = []; // the answers that were shown last

/** The places of the answers by their colors; `word`: the likeliest one, which has the first. */
export function colorsOf(
  answers: readonly string[],
  lead: number | null,
  word: string | null,
): number[] {
  const own = word === null ? [] : [word];
  const before = byColor.slice(own.length);
  const others = recolored(before, answers.slice(own.length), own.length > 0 ? null : lead);
  byColor = [...own, ...others].slice(0, MOST_COLORS);
  return byColor.map((answer) => (answer === null ? -1 : answers.indexOf(answer)));
}
