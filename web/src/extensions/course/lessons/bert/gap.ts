// What stands in a gap: by the masked twin, which sees both sides, and by the GPT, which sees the left.

import { fill, logits, vocabulary } from "../../../../core/api/api";
import { LAST, narrow, sorted } from "../../../../core/decoding/filters";
import type { Result } from "../../../../core/experiments/result";
import { FIRST_SENTENCE } from "../../views/lessons/lessons";
import { byText, gapLines, leftOf, type GapLine } from "../../../../core/text/gaps";

export const MASKED = "house-bert";
export const CAUSAL = "house-prose";
const SHOWN = 6; // likeliest tokens of each
const ANSWERED = 100; // the most that are answered
const NO_FILTER = { temperature: 1, top_k: 0, top_p: 1 };

export interface GapAnswer {
  text: string;
  left: string; // what the GPT has read
  lines: GapLine[];
  measured: boolean; // with the experiment, not just now
}

/** The course's sentence with a gap, asked of both models. */
export const COURSE = FIRST_SENTENCE.replace(" mat ", " [MASK] ");

/** The texts that the experiment has filled. */
export function examplesOf(result: Result): string[] {
  return [...new Set(rowsOf(result).map(({ text }) => text))];
}

/** The gap of one of the experiment's examples; null for another text. */
export function measuredGap(result: Result, text: string): GapAnswer | null {
  const rows = rowsOf(result).filter((row) => row.text === text);
  if (rows.length === 0) return null;
  const alternatives = rows.map(({ token, filled }) => ({ text: token, p: filled }));
  alternatives.sort((a, b) => b.p - a.p);
  const next = new Map(rows.map(({ token, next }) => [token, next]));
  const lines = gapLines({ alternatives }, next, SHOWN);
  return { text, left: leftOf(text, 0, []), lines, measured: true };
}

/** The first gap of a text, asked of both models. Throws ApiError. */
export async function gapNow(text: string, signal: AbortSignal): Promise<GapAnswer> {
  const left = leftOf(text, 0, []);
  const [filled, texts, whole] = await Promise.all([
    fill(MASKED, text, ANSWERED, signal),
    vocabulary(CAUSAL, signal),
    logits({ model: CAUSAL }, left, signal),
  ]);
  const distribution = filled.gaps[0]?.distribution;
  if (distribution === undefined) throw new Error("an answer without its gap");
  const next = byText(narrow(sorted(whole), NO_FILTER).probabilities(LAST), texts);
  return { text, left, lines: gapLines(distribution, next, SHOWN), measured: false };
}

/** The likeliest of a column, with its probability; everything else together is no token. */
export function likeliest(
  lines: readonly GapLine[],
  of: "filled" | "next",
): { text: string; p: number } | null {
  const tokens = lines.filter(({ text }) => text !== "");
  const [first] = [...tokens].sort((a, b) => (b[of] ?? 0) - (a[of] ?? 0));
  return first === undefined ? null : { text: first.text, p: first[of] ?? 0 };
}

function rowsOf(result: Result) {
  const table = result.tables.find(({ name }) => name === "examples");
  return (table?.rows ?? []).map(([text, token, filled, next]) => ({
    text: String(text),
    token: String(token),
    filled: Number(filled),
    next: Number(next),
  }));
}
