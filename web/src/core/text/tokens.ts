// How tokens look on the page: a space and a line break must be seen where they are all there is.

/** ` slow` as it is; breaks as signs, and a token of only blanks wholly: `␣`, `⏎`, `⇥`. */
export function visible(text: string): string {
  return /^\s*$/.test(text) ? signs(text) : text.replaceAll("\n", "⏎");
}

/** Every blank as a sign, for lists where the token stands alone: `␣slow`. */
export function signs(text: string): string {
  return text.replaceAll("\n", "⏎").replaceAll("\t", "⇥").replaceAll(" ", "␣");
}

/** Leading and trailing blanks as signs, those inside left alone: `␣slow down`. */
export function edges(text: string): string {
  return text.replace(/^\s+|\s+$/g, signs);
}

/** A slice by code points, since spans and pieces count those. */
export function codePoints(text: string, start: number, end: number): string {
  return Array.from(text).slice(start, end).join("");
}

/** How surprising a token was, −log p, as a part of `most` nats, for a bar's length. */
export function surprise(logprob: number, most = 8): number {
  return Math.min(Math.max(-logprob, 0), most) / most;
}
