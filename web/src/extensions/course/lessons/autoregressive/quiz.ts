// The lesson's question: what another last token changes.

import { seenBy } from "../../../../core/attention/masks";

const TOKENS = 8;

/** A bar is drawn of a token after those before it, so it changes with the token and with these. */
export function own(): { changed: number } {
  const shape = { rows: TOKENS, past: 0, band: 0 };
  const last = TOKENS - 1;
  const read = Array.from({ length: last }, (_, before) => seenBy("causal", before, shape));
  return { changed: 1 + read.filter(({ end }) => end > last).length };
}
