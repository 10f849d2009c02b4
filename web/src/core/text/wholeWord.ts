// A token that is only the beginning of a word.

/**
 * Which of `words` the token begins: ` FAST` for ` F`. Null for blanks, for one of the words, and for
 * what stands in `text` as a word of its own, as ` fast` does beside ` faster`.
 */
export function wholeWord(token: string, words: readonly string[], text = ""): string | null {
  const bare = token.trim();
  const complete = words.includes(token) || text.split(/\s+/).includes(bare);
  if (bare === "" || complete) return null;
  return words.find((word) => word.startsWith(token)) ?? null;
}
