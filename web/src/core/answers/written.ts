// Probabilities and words as a figure has room for them.

import { bare } from "../prompting/editing";
import { answersIn } from "../prompting/answers";
import type { ScoreEvent } from "../api/events";
import type { Prompt } from "../prompting/prompt";
import { render, type Lane } from "../prompting/render";
import { nextWords, probability } from "../statistics/readings";
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
  begins: string | null; // the answer that it may begin, of those asked for and of the examples'
  whole: number | null; // the probability of that answer, where it was asked for
  holds: readonly string[]; // the answers whose first token it is, as the prompt holds them
}

/** The likeliest of what the run's prompt could be followed by, first the most likely. */
export function likeliest(run: Read, most: number, blank: Blanks): NextWord[] {
  const { prompt, lane, score } = run;
  if (score === null) return [];
  const known = answersIn(prompt, lane);
  const { text: before } = render(prompt, lane);
  return nextWords(score, most).map(({ text, p, answer, holds }) => {
    const own = { text, p, holds };
    if (answer)
      return { ...own, word: bare(prompt, text), answer: text, begins: null, whole: null };
    const begins = wholeWord(text, known, before);
    const word = wordOf(text, blank);
    if (begins === null) return { ...own, word, answer: null, begins, whole: null };
    const whole = probability(score, begins);
    return { ...own, word: `${word}…`, answer: null, begins: bare(prompt, begins), whole };
  });
}

/** A word that is only begun, and the answer that it may begin. */
export interface Beginning {
  part: string;
  word: string;
  p: number | null; // of the answer; the largest of `several`
  several: boolean;
}

/** Each once, of the likeliest words of several prompts. */
export function beginningsOf(next: readonly (NextWord | null)[]): Beginning[] {
  const all = new Map<string, Beginning>();
  for (const item of next) {
    if (item?.begins == null) continue;
    const key = `${item.word}\n${item.begins}`;
    const known = all.get(key);
    const p = item.whole === null ? null : Math.max(item.whole, known?.p ?? 0);
    all.set(key, { part: item.word, word: item.begins, p, several: known !== undefined });
  }
  return [...all.values()];
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
