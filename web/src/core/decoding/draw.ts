// Where the random number fell: the survivors laid end to end from 0 to 1, likeliest first.

import { logSoftmax } from "./decoding";
import type { TokenEvent } from "../api/events";
import type { Settings } from "../api/api";
import { narrow, type Narrowed, sorted } from "./narrowing";

export interface Part {
  id: number | null; // null: tokens too many to draw each
  from: number;
  to: number;
  drawn: boolean;
}

export interface Strip {
  parts: Part[];
  draw: number;
}

const SHOWN = 8;
const SAME = 0.02; // nats; more means that the text reads as other tokens than were generated

/** The strip for a token from the logits it was chosen from, or null where they do not match. */
export function strip(logits: Float32Array, token: TokenEvent, settings: Settings): Strip | null {
  if (token.draw === null) return null;
  const own = logSoftmax(logits)[token.id];
  if (own === undefined || Math.abs(own - token.logprob) > SAME) return null;
  const left = narrow(sorted(logits), settings);
  return { parts: lay(left, left.order.indexOf(token.id), SHOWN), draw: token.draw };
}

/** The first `shown` survivors each by itself, the one at `chosen` too, those between as one. */
export function lay(left: Narrowed, chosen: number, shown: number): Part[] {
  const count = left.kept;
  const parts: Part[] = [];
  const add = (from: number, to: number, id: number | null) => {
    if (from >= to) return;
    const [start, end] = [left.stretch(from)[0], left.stretch(to - 1)[1]];
    parts.push({ id, from: start, to: end, drawn: id !== null && from === chosen });
  };
  for (let place = 0; place < Math.min(shown, count); place++) {
    add(place, place + 1, left.order[place] ?? null);
  }
  if (chosen < shown || chosen >= count) add(shown, count, null);
  else {
    add(shown, chosen, null);
    add(chosen, chosen + 1, left.order[chosen] ?? null);
    add(chosen + 1, count, null);
  }
  return parts;
}
