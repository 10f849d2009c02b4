// A text with one of its words taken out: nothing stands in its place, and the rest moves up.

import { withoutEnd } from "./ends";

/** A word, in UTF-16 units; with it goes what is between `from` and `to`. */
export interface Word {
  text: string;
  start: number;
  end: number;
  from: number;
  to: number;
}

const ALONE = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}`;
const WORD = new RegExp(`[${ALONE}]|[^\\s${ALONE}]+`, "gu"); // scripts without blanks: a sign each

/** The words of a text. With one go the blanks before it in its line, at a line's beginning those
 * after it; line breaks stay. */
export function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(WORD), ({ 0: word, index: start }) => {
    const end = start + word.length;
    const before = start - withoutEnd(text.slice(0, start), /[^\S\n]/).length;
    const begins = start === before || text[start - before - 1] === "\n";
    const after = begins ? (/^[^\S\n]*/.exec(text.slice(end))?.[0].length ?? 0) : 0;
    return { text: word, start, end, from: begins ? start : start - before, to: end + after };
  });
}

/** Which of those that read the same a word is, from 1, and how many there are. */
export function repeats(words: readonly Word[]): { place: number; count: number }[] {
  return words.map(({ text }, at) => ({
    place: words.slice(0, at + 1).filter((other) => other.text === text).length,
    count: words.filter((other) => other.text === text).length,
  }));
}

const NEAR = 0.05; // of probability
const NEARLY = 0.1; // of the greatest change, where that is small

/** Which words change nearly as much as the one that changes most, in its direction. */
export function nearlyMost(changes: readonly number[]): number[] {
  const most = changes.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  const least = Math.abs(most) - Math.min(NEAR, NEARLY * Math.abs(most));
  return [...changes.keys()].filter((i) => Math.sign(most) * (changes[i] ?? 0) >= least);
}

export function without(text: string, { from, to }: Word): string {
  return text.slice(0, from) + text.slice(to);
}

/** The text in pieces: what stands between words, and each word with its place among them. */
export function pieces(
  text: string,
  words: readonly Word[],
): { text: string; word: number | null }[] {
  const ends = [0, ...words.map(({ end }) => end)];
  const all = words.flatMap((word, i) => [
    { text: text.slice(ends[i], word.start), word: null },
    { text: word.text, word: i },
  ]);
  return [...all, { text: text.slice(ends.at(-1)), word: null }].filter(
    (piece) => piece.text !== "",
  );
}
