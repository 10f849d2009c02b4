// Texts with gaps, which a masked model fills.

/** Marks a gap for every model, as in `backend/shotglass/text/masked_tokens.py`. */
export const MARK = "[MASK]";

/** How many gaps a text has. */
export function gapsIn(text: string): number {
  return text.split(MARK).length - 1;
}

/**
 * The text before gap `index` (from 0) as a model that reads from the left sees it: the gaps before
 * it hold `filled`, and the space before it belongs to the token in it.
 */
export function leftOf(text: string, index: number, filled: readonly string[]): string {
  const parts = text.split(MARK).slice(0, index + 1);
  const joined = parts.reduce((left, part, i) => {
    const token = filled[i - 1] ?? MARK;
    const own = token.startsWith(" ") && left.endsWith(" ") ? left.slice(0, -1) : left;
    return own + token + part;
  });
  return joined.endsWith(" ") ? joined.slice(0, -1) : joined;
}
