// Whether a run that was repeated is the run that was kept.

import type { Settings } from "../../../core/api/api";
import type { Part } from "../writing/parts";
import { unpacked, type KeptColumn } from "./keptRun";

/** A token of a run; all count from 0. */
interface Place {
  column: number;
  sample: number;
  token: number;
}

export interface Sameness {
  tokens: number; // that were compared
  changed: number; // samples that a person changed, or wrote anew: compared up to there
  first: Place | null; // the first token that is another one
  largest: number; // the largest difference of a log-probability up to there, in nats
}

/** `fresh`: the parts of each sample of each column, written from the beginning. */
export function sameness(
  stored: readonly KeptColumn[],
  fresh: readonly (readonly (readonly Part[])[])[],
): Sameness {
  const result: Sameness = { tokens: 0, changed: 0, first: null, largest: 0 };
  stored.forEach((column, i) =>
    unpacked(column).forEach((parts, sample) => {
      const own = asDrawn(parts, column.made.settings, column.made.prompt);
      if (own.length < parts.length) result.changed += 1;
      const again = fresh[i]?.[sample] ?? [];
      const at = compare(result, own, again);
      const whole = own.length === parts.length && column.samples[sample]?.reason !== "cancelled";
      const other = at < own.length || (whole && at < again.length);
      if (other) result.first ??= { column: i, sample, token: at };
    }),
  );
  return result;
}

/** The tokens at its beginning that the run itself drew, before a person changed anything. */
function asDrawn(parts: readonly Part[], settings: Settings, prompt: string): Part[] {
  const end = parts.findIndex(
    (part) =>
      part.kind === "typed" ||
      part.chosen ||
      part.source.prompt !== prompt ||
      part.source.settings.seed !== settings.seed,
  );
  return parts.slice(0, end < 0 ? parts.length : end);
}

/** How many tokens are the same from the beginning on. */
function compare(result: Sameness, own: readonly Part[], fresh: readonly Part[]): number {
  for (const [i, part] of own.entries()) {
    const other = fresh[i];
    if (part.kind === "typed" || other?.kind !== "token") return i;
    if (part.token.id !== other.token.id) return i;
    result.tokens += 1;
    const difference = Math.abs(part.token.logprob - other.token.logprob);
    result.largest = Math.max(result.largest, difference);
  }
  return own.length;
}
