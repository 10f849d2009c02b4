// How often each answer is expected, and which answers differ by their writing alone. The twin of
// backend/shotglass/rows/alike.py.

import type { AnswerCount } from "../api/api.gen";
import { UNSEEN } from "./answers";

export type Writing = AnswerCount["by"][number];

interface Answered {
  row: number;
  expected: string;
  labels: readonly string[];
}

const FOLDS: [Writing, (text: string) => string][] = [
  ["spaces", (text) => text.replace(/\s+/g, " ").trim()],
  ["signs", (text) => text.replace(UNSEEN, "")],
  ["composition", (text) => text.normalize("NFC")],
  ["width", (text) => text.replace(/[\uff00-\uffef]+/g, (run) => run.normalize("NFKC"))],
  ["case", (text) => text.toLowerCase()],
];

/** The most frequent answer first. */
export function answerCounts(items: readonly Answered[]): AnswerCount[] {
  const counts = new Map<string, number>();
  for (const { expected } of items) counts.set(expected, (counts.get(expected) ?? 0) + 1);
  for (const label of items.flatMap(({ labels }) => labels)) {
    if (!counts.has(label)) counts.set(label, 0);
  }
  const known = new Map<string, string>(); // by how they are written once folded
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([answer, count]) => {
      const like = known.get(folded(answer));
      if (like === undefined) {
        known.set(folded(answer), answer);
        return { answer, count, like: null, by: [], places: [] };
      }
      const stands = items.filter(
        ({ expected, labels }) => expected === answer || labels.includes(answer),
      );
      const places = stands.map(({ row }) => row);
      return { answer, count, like, by: differences(answer, like), places };
    });
}

function folded(text: string, but?: Writing): string {
  return FOLDS.reduce((now, [name, fold]) => (name === but ? now : fold(now)), text);
}

/** What must be folded to make them one; the first that does it where two would. */
function differences(answer: string, like: string): Writing[] {
  const needed = FOLDS.filter(([name]) => folded(answer, name) !== folded(like, name));
  if (needed.length > 0) return needed.map(([name]) => name);
  const alone = FOLDS.find(([, fold]) => fold(answer) === fold(like));
  return [alone?.[0] ?? "case"];
}
