// Tokens of running text by words, so that a line does not break within one.

export interface Word<T> {
  at: number; // the place of its first token among all
  tokens: { at: number; item: T }[];
  endsLine: boolean; // a line's end is written in it
}

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const MARK = /\p{P}/u;

/**
 * A word is a token that follows a space or begins with one, and all that follow it without a space:
 * ` L`, `ighthouse`, `.`. Scripts that write no spaces may break before each of their signs, not
 * before the mark after one. Where `textOf` is null stands what is no token; it is by itself.
 */
export function inWords<T>(items: readonly T[], textOf: (item: T) => string | null): Word<T>[] {
  const words: Word<T>[] = [];
  let before: string | null = null; // the last text that holds a letter
  for (const [at, item] of items.entries()) {
    const text = textOf(item);
    let word = words.at(-1);
    if (word === undefined || before === null || text === null || breaks(before, text)) {
      word = { at, tokens: [], endsLine: false };
      words.push(word);
    }
    word.tokens.push({ at, item });
    word.endsLine ||= text?.includes("\n") ?? false;
    before = text === "" ? before : text;
  }
  return words;
}

function breaks(before: string, text: string): boolean {
  if (text === "") return false;
  if (/\s$/.test(before) || /^\s/.test(text) || before.includes("\n")) return true;
  const [last = "", first = ""] = [Array.from(before).at(-1), Array.from(text)[0]];
  return UNSPACED.test(first) || (UNSPACED.test(last) && !MARK.test(first));
}
