// The prompt as Compare writes it: a line an example, which of them the model reads, the question.

import { promptParts, type Fragment } from "../../../core/prompting/parts";
import { PromptError, render, type Lane, type Prompt } from "../../../core/prompting/render";

export interface ExampleLine {
  at: number; // the example's place, from 0
  fragments: readonly Fragment[];
  shown: boolean; // the model reads it
}

export interface PromptLines {
  instruction: readonly Fragment[];
  examples: ExampleLine[];
  question: readonly Fragment[];
  hidden: number; // examples left out of the middle
}

const MOST_LINES = 9;
const NEXT = 1; // lines of what could be added

/** `all`: the lane with every example there is, of which `k` are read. Null for a prompt with a fault. */
export function promptLines(prompt: Prompt, all: Lane, k: number): PromptLines | null {
  try {
    const { text, spans } = render(prompt, all);
    const parts = promptParts(text, spans);
    const of = (kind: string) => parts.find((part) => part.kind === kind)?.fragments ?? [];
    const examples = parts
      .filter(({ kind, shot }) => kind === "example" && shot < k + NEXT)
      .map(({ shot, fragments }) => ({ at: shot, fragments, shown: shot < k }));
    const hidden = Math.max(0, examples.length - MOST_LINES);
    examples.splice(2, hidden);
    return { instruction: of("instruction"), examples, question: of("question"), hidden };
  } catch (error) {
    if (error instanceof PromptError) return null;
    throw error;
  }
}
