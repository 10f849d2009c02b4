// What the page asks of a question beyond what a prompt must be.

import { PromptError, type Prompt } from "./render";

export const EMPTY_QUESTION = "/prompt/query"; // what the fault of an empty question points at

/** Throws PromptError for a question that asks nothing: a run of it would only cost time. */
export function checkFits({ query }: Prompt): void {
  if (query.input.trim() !== "") return;
  throw new PromptError(
    "The question is empty. Write what the model is to answer.",
    EMPTY_QUESTION,
  );
}

const LONG = 160; // characters; what a heading holds

/** A question as a heading shows it: the beginning of a long one, by code points. */
export function clipped(question: string): string {
  const letters = Array.from(question);
  return letters.length > LONG
    ? `${letters
        .slice(0, LONG - 20)
        .join("")
        .trimEnd()}…`
    : question;
}
