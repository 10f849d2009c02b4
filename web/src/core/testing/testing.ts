// Small scores for the tests of this folder.

import type { ScoreEvent } from "../api/events";

/** A score whose labels have these probabilities; what is left lies on tokens outside. */
export function scoreOf(labels: Record<string, number>, next: [string, number][] = []): ScoreEvent {
  const entries = Object.entries(labels);
  const mass = entries.reduce((sum, [, p]) => sum + p, 0);
  const shown = next.reduce((sum, [, p]) => sum + p, 0);
  return {
    type: "score",
    lane: "zero",
    labels: entries.map(([text, p], i) => ({
      text,
      ids: [i],
      logprob: Math.log(p),
      p,
      share: p / mass,
    })),
    mass,
    next: {
      alternatives: next.map(([text, p]) => ({ id: idOf(text, entries), text, p })),
      rest: 1 - shown,
      rest_tokens: 100 - next.length,
      entropy: 1,
    },
    boundary_moved: [],
  };
}

function idOf(text: string, entries: [string, number][]): number {
  const i = entries.findIndex(([label]) => label === text);
  return i >= 0 ? i : 50 + text.length;
}
