// Texts with gaps, which a masked model fills.

import { codePoints } from "./tokens";

/** Marks a gap for every model, as in `backend/shotglass/text/masked_tokens.py`. */
export const MARK = "[MASK]";

/** A token at a gap: what the masked model gives it, and the model that reads from the left. */
export interface GapLine {
  text: string; // of the token; empty for everything else together
  filled: number | null; // null: less than any of the tokens that were answered
  next: number | null; // null: no token of that model has this text
}

interface Answered {
  alternatives: readonly { text: string; p: number }[]; // likeliest first
}

/**
 * The likeliest tokens of both, `most` of each, in the order of the masked model, and all that is
 * left. `next`: the other model's probability of every text that is one token of it, or nothing.
 */
export function gapLines(
  { alternatives }: Answered,
  next: ReadonlyMap<string, number> | null,
  most: number,
): GapLine[] {
  const filled = new Map(alternatives.map(({ text, p }) => [text, p]));
  const likeliest = [...(next ?? [])].sort(([, a], [, b]) => b - a).slice(0, most);
  const texts = [...alternatives.slice(0, most), ...likeliest.map(([text]) => ({ text }))];
  const lines = [...new Set(texts.map(({ text }) => text))].map((text) => ({
    text,
    filled: filled.get(text) ?? null,
    next: next === null ? null : (next.get(text) ?? null),
  }));
  lines.sort((a, b) => (b.filled ?? 0) - (a.filled ?? 0) || (b.next ?? 0) - (a.next ?? 0));
  const left = (of: "filled" | "next") =>
    Math.max(
      0,
      lines.reduce((rest, line) => rest - (line[of] ?? 0), 1),
    );
  const rest = { text: "", filled: left("filled"), next: next === null ? null : left("next") };
  return [...lines, rest];
}

/** The text between the gaps, before the first and behind the last too; places in code points. */
export function betweenGaps(
  text: string,
  gaps: readonly { start: number; end: number }[],
): string[] {
  const starts = [0, ...gaps.map(({ end }) => end)];
  return starts.map((start, i) => codePoints(text, start, gaps[i]?.start ?? Infinity));
}

/** Probabilities (V,) by the text of their token; texts that several tokens have are summed. */
export function byText(
  probabilities: ArrayLike<number>,
  vocabulary: readonly string[],
): Map<string, number> {
  const result = new Map<string, number>();
  vocabulary.forEach((text, id) => {
    if (text !== "") result.set(text, (result.get(text) ?? 0) + (probabilities[id] ?? 0));
  });
  return result;
}

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
