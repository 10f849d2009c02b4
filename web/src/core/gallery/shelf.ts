// The page's first screen as it was recorded: one question behind every number of examples of every
// set. `shotglass record smollm2-135m --shelf` writes the file.

import { wholeWord } from "../text/wholeWord";
import file from "../../gallery/shelf.json";

/** What was asked in one prompt, and what the model replied: probabilities at temperature 1. */
export interface ShelfGlass {
  parts: readonly number[]; // by answer
  likeliest: { text: string; p: number }; // the first token
}

export interface ShelfRow {
  set: string;
  answer: number; // the one that these examples ask for, by its place
  prompt: string; // with all of its examples
  glasses: readonly ShelfGlass[]; // by the number of examples
}

export interface Shelf {
  head: { name: string; date: string; precision: string };
  task: string;
  question: string;
  answers: readonly string[];
  rows: readonly ShelfRow[];
}

export const SHELF: Shelf = file;

/** The lines of a row's prompt with only its first `k` examples; the question is the last one. */
export function linesOf(row: ShelfRow, k: number): string[] {
  const lines = row.prompt.split("\n");
  return [...lines.slice(0, k), lines.at(-1) ?? ""];
}

/** What the model would most probably say. */
export interface Reply {
  text: string;
  p: number;
  answer: number | null; // the answer's place, where it is one of them
}

/** The likeliest of the answers, unless another word is likelier: a token that begins this answer
 * is none. */
export function reply(answers: readonly string[], { parts, likeliest }: ShelfGlass): Reply {
  const answer = parts.reduce((best, p, i) => (p > (parts[best] ?? 0) ? i : best), 0);
  const [text = "", p = 0] = [answers[answer], parts[answer]];
  const own = text === likeliest.text || wholeWord(likeliest.text, [text]) !== null;
  return own || p >= likeliest.p ? { text, p, answer } : { ...likeliest, answer: null };
}

/** A token that only begins an answer, of those asked for or of these examples, ends in an ellipsis. */
export function complete(
  result: Reply,
  answers: readonly string[],
  lines: readonly string[],
): Reply {
  const known = [...answers, ...lines.map((line) => line.split("->")[1] ?? "")];
  const part = result.answer === null && wholeWord(result.text, known, lines.join("\n")) !== null;
  return part ? { ...result, text: `${result.text}…` } : result;
}

/** What the model says to a row's prompt with its first `k` examples. */
export function replyAt(row: ShelfRow, k: number): Reply | null {
  const glass = row.glasses[k];
  return glass === undefined
    ? null
    : complete(reply(SHELF.answers, glass), SHELF.answers, linesOf(row, k));
}
