// What models drew of the texts of Prompt beside what they draw now. The twin of `compare_text` in
// backend/shotglass/run_file/texts.py; tests/contract/sameness.json holds both together.

import type { Reason, TokenEvent } from "../api/events";
import type { SavedColumn } from "./runs";
import type { RunComparison } from "./sameness";
import { MISSING } from "./shape";

/** What a request for a text is answered: by sample its tokens, and how it ended. */
export interface TextAnswer {
  prompt: string;
  tokens: Record<number, TokenEvent[]>;
  reasons: Record<number, Reason>;
}

/** Each token that a model drew beside the one that its own request draws now. `lane`: the column;
 * `answers`: of the column's sources that a token is of. What a person typed is nobody's answer, and
 * of what a person chose the model's is what there was to choose from. */
export function compareText(
  comparison: RunComparison,
  place: string,
  { lane, sample }: { lane: number; sample: number },
  { parts, reason }: SavedColumn["samples"][number],
  answers: Readonly<Record<number, TextAnswer>>,
): void {
  const counts = new Map<number, number>(); // of the tokens of each source
  const others = new Set<number>(); // sources whose text is another from here on
  const drawn = (source: number, number: number) =>
    answers[source]?.tokens[number]?.[counts.get(source) ?? 0] ?? null;
  let tokens = 0;
  for (const [i, part] of parts.entries()) {
    if (part.kind === "typed") continue;
    const { source, token, chosen } = part;
    const now = drawn(source, token.sample);
    counts.set(source, (counts.get(source) ?? 0) + 1);
    if (!others.has(source)) {
      const here = chosen && now !== null ? chosenOf(token, now) : now;
      comparison.compare(`${place}.parts[${i}].token`, token, here ?? MISSING);
      const at = { lane, sample, token: tokens };
      if (!chosen && !comparison.isToken(at, token, now)) others.add(source);
    }
    tokens += 1;
  }
  const last = parts.at(-1); // which was drawn where the text came to its end
  if (reason === null || reason === "cancelled" || last?.kind !== "token") return;
  const { source, token } = last;
  if (others.has(source)) return;
  comparison.compare(`${place}.reason`, reason, answers[source]?.reasons[token.sample] ?? MISSING);
  const more = drawn(source, token.sample);
  if (more === null) return;
  comparison.compare(`${place}.parts[${parts.length}]`, MISSING, more);
  comparison.isToken({ lane, sample, token: tokens }, null, more);
}

const ROUNDED = 1e-12; // by which logarithms of one number may differ between programs

/** The token that is drawn now with the one in its place that a person chose, as Prompt makes it of an
 * alternative; its logarithm may be rounded in another way. */
function chosenOf(then: TokenEvent, now: TokenEvent): TokenEvent {
  const { alternatives } = now.distribution;
  const rank = alternatives.findIndex(({ id }) => id === then.id);
  const item = alternatives[rank];
  if (item === undefined) return now;
  const { id, text, p } = item;
  const gap = Math.abs(then.logprob - Math.log(p));
  const logprob = gap <= ROUNDED * Math.max(1, Math.abs(then.logprob)) ? then.logprob : Math.log(p);
  return { ...now, id, text, piece: text, logprob, rank, draw: null };
}
