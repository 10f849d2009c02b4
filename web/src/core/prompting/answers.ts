// The answers that a prompt names.

import { shotsOf, type Lane, type Prompt } from "./render";

/** Those that are asked for, and those of the examples that the lane shows. Throws PromptError. */
export function answersIn(prompt: Prompt, lane: Lane): string[] {
  const shown = shotsOf(prompt, lane).map(({ output }) => output);
  return [...prompt.labels.map(({ text }) => text), ...shown];
}
