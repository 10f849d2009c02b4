// Probabilities and words as a figure has room for them.

import { percentDigits } from "../../../core/text/numbers";

/** Whole percents above ten, one decimal below: `66`, `2.1`, `< 0.1`. */
export function inFigure(p: number): string {
  return p >= 0.0995 && p < 0.9995 ? (100 * p).toFixed(0) : percentDigits(p);
}

interface Blanks {
  space: string;
  line: string;
  tab: string;
}

/** A token as a word; one that is only blanks by the name of the first. */
export function wordOf(text: string, blank: Blanks): string {
  const word = text.trim();
  if (word !== "") return word.replace(/\s+/g, " ");
  if (text.includes("\n")) return blank.line;
  return text.includes("\t") ? blank.tab : blank.space;
}
