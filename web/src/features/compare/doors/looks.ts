// What the shipped model's attention falls on, as it was recorded for Inside (`make recordings`) with
// one to four examples: of all heads, the one whose last token looks most at their answers.

import { linesOf, SHELF } from "../../../core/gallery/shelf";
import file from "./looks.json";

const row = SHELF.rows.find(({ set }) => set === file.set);

/** The share of its attention on the examples' answers; null where none is recorded. */
export function lookOf(model: string, prompt: string): number | null {
  if (model !== file.model || row === undefined) return null;
  const is = (k: number) => linesOf(row, k).join("\n") === prompt;
  return file.shares.find((_, i) => is(i + 1)) ?? null;
}
