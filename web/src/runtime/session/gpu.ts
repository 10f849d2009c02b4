// Whether a graphics card computes what the processor does: a few tokens are read on both. Drivers
// differ, and what a wrong one computes looks like text too.

import { logSoftmax } from "../../core/decoding/decoding";
import { Refusal } from "../refusal";
import type { Session } from "./session";

export const MOST_KL = 0.05; // nats, mean: a card may round to 8 bits what the processor does not
const TEXT =
  "The cat sat on the mat and looked at the dog. The dog looked back, and after a while it ran.";
const TOKENS = 24; // so that a prompt is read in pieces
const STEPS = 2; // after the prompt, from its cache, a token each

/** What follows a prompt, and each of the tokens that are read one by one after it. */
export async function readings(
  session: Session,
  encode: (text: string) => number[],
): Promise<Float32Array[]> {
  const ids = encode(TEXT).slice(0, TOKENS);
  const prompt = ids.slice(0, -STEPS);
  let { logits, cache } = await session.run(session.caches.empty, prompt, [prompt.length - 1]);
  const rows = [...logits];
  for (const id of ids.slice(-STEPS)) {
    const before = cache;
    ({ logits, cache } = await session.run(before, [id], [0]));
    session.caches.free(before);
    rows.push(...logits);
  }
  session.caches.free(cache);
  return rows;
}

/** Throws Error where the card's are too far from the processor's, or no numbers. */
export function requireNear(
  expected: readonly Float32Array[],
  rows: readonly Float32Array[],
): void {
  const sum = expected.reduce((sum, row, i) => sum + divergence(row, rows[i] ?? []), 0);
  const mean = sum / expected.length;
  if (mean <= MOST_KL) return;
  throw new Error(`its predictions are ${mean.toFixed(2)} nats from the processor's.`);
}

/** Whatever it was that went wrong: where there is a processor, it is no reason to give up. */
export function unserving(reason: unknown): Refusal {
  const detail = reason instanceof Error ? reason.message : String(reason);
  return new Refusal("webgpu_failed", `The graphics card does not serve: ${detail}`);
}

/** KL(P, Q) of two rows of logits, in nats. */
function divergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [logP, logQ] = [logSoftmax(p), logSoftmax(q)];
  return logP.reduce((sum, log, id) => sum + Math.exp(log) * (log - (logQ[id] ?? Number.NaN)), 0);
}
