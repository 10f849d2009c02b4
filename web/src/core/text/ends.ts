// The ends of a text. A pattern that ends in $ would go through a long run in the middle of a text
// again from each of its signs.

/** The text without what its end has of a kind of signs; `sign`: a pattern of one of them. */
export function withoutEnd(text: string, sign: RegExp): string {
  let end = text.length;
  while (end > 0 && sign.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** The blanks before a text, the text, and the blanks after it; blanks alone are before it. */
export function inBlanks(text: string): [before: string, text: string, after: string] {
  const start = text.length - text.trimStart().length;
  const end = Math.max(start, text.trimEnd().length);
  return [text.slice(0, start), text.slice(start, end), text.slice(end)];
}
