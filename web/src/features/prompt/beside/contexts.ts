// What both columns' models are given, so that both say what comes next after the same written text:
// that of the clicked token, up to it, behind each column's own prompt.

import type { Of, Settings } from "../../../core/api/api";
import { textOf, before, type Part } from "../writing/parts";
import type { Made } from "../writing/sample.svelte";

export interface Context {
  of: Of;
  prompt: string;
  continuation: readonly number[]; // token ids behind the prompt
  settings: Settings; // of the draw
}

/**
 * The clicked column's context, then the other's. The other model gets the same token ids where both
 * have the same vocabulary, else the text, which it cuts into its own tokens. Null where `at` is no
 * token, or stands within a character that the other's tokenizer does not cut there.
 */
export function contexts(
  parts: readonly Part[],
  at: number,
  own: Made,
  other: Made,
  sameVocabulary: boolean,
): [Context, Context] | null {
  const part = parts[at];
  if (part?.kind !== "token") return null;
  const { of, prompt, settings } = part.source;
  const past = before(parts, at);
  const continuation = past.map(({ id }) => id);
  const typed = prompt.slice(own.prompt.length); // between the column's prompt and this request's
  const clicked = { of, prompt, continuation, settings };
  const shared = { of: other.of, settings: other.settings };
  if (sameVocabulary) return [clicked, { ...shared, prompt: other.prompt + typed, continuation }];
  if (past.at(-1)?.text === "") return null;
  const text = other.prompt + textOf(parts.slice(0, at));
  return [clicked, { ...shared, prompt: text, continuation: [] }];
}
