// The lesson's question: what stood behind the article that GPT-2 was to sum up.

import type { Words } from "./words";

const SUMMARY = "3.6"; // the section on it

/** How many lines of each part the prompt for a summary has. */
export function own(figure: unknown): Record<string, number> {
  const prompt = (figure as Words).prompts.find(({ section }) => section.includes(SUMMARY));
  const lines = prompt?.lines ?? [];
  const parts = ["example", "question", "hint"] as const;
  return Object.fromEntries(
    parts.map((name) => [name, lines.filter(({ part }) => part === name).length]),
  );
}
