// What both columns' models are given, so that both say what comes next after the same written text:
// that of the clicked token, up to it, behind each column's own prompt.

import type { Of, PromptInput, Settings } from "../../../core/api/api";
import { before, inputOf, textOf, type Part, type Source } from "../writing/parts";
import type { Made } from "../writing/sample.svelte";

export interface Context {
  of: Of;
  prompt: PromptInput;
  behind: string; // a text after a prompt of tokens, to be cut into tokens of its own
  continuation: readonly number[]; // token ids after both
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
  const { of, settings } = part.source;
  const past = before(parts, at);
  const continuation = past.map(({ id }) => id);
  const clicked = { of, prompt: inputOf(part.source), behind: "", continuation, settings };
  const shared = { of: other.of, settings: other.settings };
  if (sameVocabulary) {
    return [
      clicked,
      { ...shared, prompt: onwards(part.source, own, other), behind: "", continuation },
    ];
  }
  if (past.at(-1)?.text === "") return null;
  const text = textOf(parts.slice(0, at));
  const given =
    other.ids === undefined
      ? { prompt: other.prompt + text, behind: "" }
      : { prompt: other.ids, behind: text };
  return [clicked, { ...shared, ...given, continuation: [] }];
}

/** The other's prompt, and what stands between the column's own and that of a later request. */
function onwards(source: Source, own: Made, other: Made): PromptInput {
  if (other.ids === undefined) return other.prompt + source.prompt.slice(own.prompt.length);
  return [...other.ids, ...(source.ids ?? []).slice(own.ids?.length ?? 0)];
}
