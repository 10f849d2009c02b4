// Probabilities and words as a figure has room for them.

import { bare } from "../../../core/prompting/editing";
import { answersIn } from "../../../core/prompting/answers";
import { render } from "../../../core/prompting/render";
import { nextWords } from "../../../core/statistics/readings";
import { wholeWord } from "../../../core/text/wholeWord";
import { percentDigits } from "../../../core/text/numbers";
import type { LaneRun } from "../laneRun.svelte";

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

type Read = Pick<LaneRun, "prompt" | "lane" | "score">;

/** What could be said next, as it is written. */
interface NextWord {
  text: string; // as the model would write it
  word: string; // one that is only begun ends in an ellipsis
  p: number;
  answer: string | null; // the answer that it is, as the prompt holds it
  begins: string | null; // the answer that it begins, of those asked for and of the examples'
}

/** The likeliest of what the run's prompt could be followed by, first the most likely. */
export function likeliest(run: Read, most: number, blank: Blanks): NextWord[] {
  const { prompt, lane, score } = run;
  if (score === null) return [];
  const known = answersIn(prompt, lane);
  const { text: before } = render(prompt, lane);
  return nextWords(score, most).map(({ text, p, answer }) => {
    if (answer) return { text, word: bare(prompt, text), p, answer: text, begins: null };
    const begins = wholeWord(text, known, before);
    const word = wordOf(text, blank);
    return begins === null
      ? { text, word, p, answer: null, begins }
      : { text, word: `${word}…`, p, answer: null, begins: bare(prompt, begins) };
  });
}
