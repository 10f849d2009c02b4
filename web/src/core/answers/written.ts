// Probabilities and words as a figure has room for them.

import { bare } from "../prompting/editing";
import { answersIn } from "../prompting/answers";
import type { ScoreEvent } from "../api/events";
import type { Prompt } from "../prompting/prompt";
import { render, type Lane } from "../prompting/render";
import { nextWords } from "../statistics/readings";
import { wholeWord } from "../text/wholeWord";
import { percentDigits } from "../text/numbers";

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

/** A prompt as a lane asks it, and what the model answered. */
interface Read {
  prompt: Prompt;
  lane: Lane;
  score: ScoreEvent | null;
}

/** What could be said next, as it is written. */
export interface NextWord {
  text: string; // as the model would write it
  word: string; // one that is only begun ends in an ellipsis
  p: number;
  answer: string | null; // the answer that it is, as the prompt holds it
  begins: string | null; // the answer that it begins, of those asked for and of the examples'
  holds: readonly string[]; // the answers whose first token it is, as the prompt holds them
}

/** The likeliest of what the run's prompt could be followed by, first the most likely. */
export function likeliest(run: Read, most: number, blank: Blanks): NextWord[] {
  const { prompt, lane, score } = run;
  if (score === null) return [];
  const known = answersIn(prompt, lane);
  const { text: before } = render(prompt, lane);
  return nextWords(score, most).map(({ text, p, answer, holds }) => {
    if (answer) return { text, word: bare(prompt, text), p, answer: text, begins: null, holds };
    const begins = wholeWord(text, known, before);
    const word = wordOf(text, blank);
    return begins === null
      ? { text, word, p, answer: null, begins, holds }
      : { text, word: `${word}…`, p, answer: null, begins: bare(prompt, begins), holds };
  });
}

/** The answers as a legend names them, and what is no answer as the word that it is or begins. */
export function namesOf(
  answers: readonly string[],
  prompt: Prompt,
  next: readonly (NextWord | null)[],
  blank: Blanks,
): string[] {
  return answers.map((text) => {
    const label = prompt.labels.find((item) => item.text === text);
    if (label !== undefined) return label.name ?? bare(prompt, text);
    return next.find((item) => item?.text === text)?.word ?? wordOf(text, blank);
  });
}
