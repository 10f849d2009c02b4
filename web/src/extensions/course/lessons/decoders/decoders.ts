// One distribution and one random number; what each one-step decoder leaves of it and chooses.

import { LAST, narrow, type Sorted } from "../../../../core/decoding/filters";

/** Whose distribution is drawn: the opening task with two examples, which leaves a choice. */
export const SOURCE = { task: "same-word", set: "opposite", k: 2 } as const;

/** After how many examples of it top-p is counted, to show that it adapts. */
export const MORE_OR_LESS = [0, 2, 8] as const;

/** The one-step choices; greedy takes no random number. */
export const CHOICES = {
  greedy: { temperature: 0, top_k: 0, top_p: 1 },
  temperature: { temperature: 1.5, top_k: 0, top_p: 1 },
  top_k: { temperature: 1, top_k: 5, top_p: 1 },
  top_p: { temperature: 1, top_k: 0, top_p: 0.7 },
} as const;
export type Decoder = keyof typeof CHOICES;
export const CHOICE_SEED = 2;

/** How many tokens the top-p of this lesson leaves. */
export function leftByTopP(sorted: Sorted): number {
  return narrow(sorted, CHOICES.top_p).size;
}

export interface Decided {
  decoder: Decoder;
  left: number; // tokens
  mass: number; // of the whole vocabulary, at its temperature
  p: number[]; // of the first tokens of the order, after its filters
  beyond: number; // the same for all others together
  place: number; // of the token that it chooses, in the order
  share: number; // of that token, after its filters
}

export function decide(sorted: Sorted, u: number, shown: number): Decided[] {
  return (Object.keys(CHOICES) as Decoder[]).map((decoder) => {
    const settings = CHOICES[decoder];
    const left = narrow(sorted, settings);
    const p = Array.from({ length: shown }, (_, place) => left.p(LAST, place));
    const place = settings.temperature === 0 ? 0 : left.at(u);
    return {
      decoder,
      left: left.size,
      mass: left.mass(LAST),
      p,
      beyond: Math.max(0, 1 - p.reduce((sum, value) => sum + value, 0)),
      place,
      share: left.p(LAST, place),
    };
  });
}
