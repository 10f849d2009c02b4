// Where the random number fell: the survivors laid end to end from 0 to 1, likeliest first.

import { logSoftmax, orderOf, stages } from "./decoding";
import type { TokenEvent } from "./events";
import type { Settings } from "./api";

export interface Strip {
  parts: { id: number | null; from: number; to: number; drawn: boolean }[]; // null: all others
  draw: number;
}

const SHOWN = 8;
const SAME = 0.02; // nats; more means that the text reads as other tokens than were generated

/** The strip for a token from the logits it was chosen from, or null where they do not match. */
export function strip(logits: Float32Array, token: TokenEvent, settings: Settings): Strip | null {
  if (token.draw === null) return null;
  const own = logSoftmax(logits)[token.id];
  if (own === undefined || Math.abs(own - token.logprob) > SAME) return null;
  const { ids, p } = stages(logits, settings, orderOf(logits)).top_p;
  return lay([...ids], [...p], token.id, token.draw);
}

function lay(ids: number[], p: number[], chosen: number, draw: number): Strip {
  const parts: Strip["parts"] = [];
  let end = 0;
  ids.forEach((id, place) => {
    const from = end;
    end += p[place] ?? 0;
    const last = parts.at(-1);
    if (place < SHOWN || id === chosen) parts.push({ id, from, to: end, drawn: id === chosen });
    else if (last !== undefined && last.id === null) last.to = end;
    else parts.push({ id: null, from, to: end, drawn: false });
  });
  return { parts, draw };
}
