// A rendered prompt as the page shows it: its parts by name, in order, each with its fragments.

import type { Span } from "../api/events";
import { withoutEnd } from "../text/ends";
import { render, type Prompt, PromptError, checkPrompt, checkReasoning, type Lane } from "./render";

export interface Fragment {
  text: string;
  answer: boolean; // an example's output, which stands out
}

export interface PromptPart {
  kind: "instruction" | "example" | "question";
  shot: number; // the example's place in the lane, from 0; -1 for the others
  fragments: Fragment[];
}

/** Groups spans by instruction, example and question; what separates them ends the one before. */
export function promptParts(text: string, spans: readonly Span[]): PromptPart[] {
  const letters = Array.from(text);
  const parts: PromptPart[] = [];
  for (const span of spans) {
    const fragment = {
      text: letters.slice(span.start, span.end).join(""),
      answer: span.part === "shot" && span.field === "output",
    };
    const kind = kindOf(span);
    const shot = kind === "example" ? (span.shot ?? -1) : -1;
    const last = parts.at(-1);
    if (last !== undefined && last.kind === kind && last.shot === shot) {
      last.fragments.push(fragment);
    } else parts.push({ kind, shot, fragments: [fragment] });
  }
  return parts.map(withoutLastBreak);
}

function kindOf(span: Span): PromptPart["kind"] {
  if (span.part === "query") return "question";
  return span.shot === null ? "instruction" : "example";
}

/** The next part starts on its own line anyway. */
function withoutLastBreak(part: PromptPart): PromptPart {
  const fragments = [...part.fragments];
  let last = fragments.pop();
  while (last !== undefined && /^\n*$/.test(last.text)) last = fragments.pop();
  if (last === undefined) return part;
  return { ...part, fragments: [...fragments, { ...last, text: withoutEnd(last.text, /\n/) }] };
}

/** Which parts a folded prompt shows: with many examples the first two and the last. */
export function folded(parts: readonly PromptPart[], most = 4): { hidden: number; from: number } {
  const examples = parts.filter((part) => part.kind === "example");
  if (examples.length <= most) return { hidden: 0, from: -1 };
  const from = parts.findIndex((part) => part.kind === "example") + 2;
  return { hidden: examples.length - 3, from };
}

/** The question as the prompt ends with it, for the head of the instrument; short of a fault. */
export function questionShown(prompt: Prompt): string {
  try {
    const { text, spans } = render(prompt, { id: "zero", shot_set: null, shots: [] });
    const part = promptParts(text, spans).find((item) => item.kind === "question");
    const line = part?.fragments.map((fragment) => fragment.text).join("") ?? "";
    return line.length > 40 ? prompt.query.input : line;
  } catch {
    return prompt.query.input;
  }
}

// What the page asks of a question beyond what a prompt must be.

export const EMPTY_QUESTION = "/prompt/query"; // what the fault of an empty question points at

/** Throws PromptError for a question that asks nothing: a run of it would only cost time. */
export function checkFits({ query }: Prompt): void {
  if (query.input.trim() !== "") return;
  throw new PromptError(
    "The question is empty. Write what the model is to answer.",
    EMPTY_QUESTION,
  );
}

/** What is wrong with a prompt and where; `reasons`: its reasoning lane, where it has one. */
export function faultOf(prompt: Prompt, reasons: Lane | null): PromptError | null {
  try {
    checkPrompt(prompt);
    checkFits(prompt);
    if (reasons !== null) checkReasoning(prompt, reasons);
    return null;
  } catch (error) {
    if (error instanceof PromptError) return error;
    throw error;
  }
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
