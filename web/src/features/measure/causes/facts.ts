// What a search comes to, as the sentences say it: which example, which heads, which vector.

import type {
  Ablation,
  Contrast,
  ExampleFigures,
  HeadFigures,
  Interval,
  Outcome,
  VectorEffect,
  VectorFigures,
} from "../../../core/api/api.gen";

import { isApart } from "../../../core/measurement/bounds";

/** Fewer questions cannot tell a change from chance, even if all agreed: of five that change alike
 * Fisher's exact two-sided test says p = 2 / 2^5 = 0.0625, of six 0.031. */
export const LEAST = 6;

export interface ExampleFacts {
  n: number;
  k: number;
  most: { place: number; input: string; output: string; lost: Interval } | null; // null: none is apart from 0
  attention: Interval | null; // its rank correlation with what hiding loses
}

/** The example whose hiding moves the answer most, of those whose interval does not hold 0. */
export function exampleFacts(found: ExampleFigures): ExampleFacts {
  const moved = found.examples
    .map(({ input, output, hidden }, place) => ({ place, input, output, lost: hidden }))
    .filter(({ lost }) => isApart(lost))
    .sort((a, b) => Math.abs(b.lost.value) - Math.abs(a.lost.value));
  const pair = found.correlations.find(
    ({ one, other }) => one === "hidden" && other === "attention",
  );
  return {
    n: found.n,
    k: found.examples.length,
    most: moved[0] ?? null,
    attention: pair?.correlation ?? null,
  };
}

export type Ablating = Ablation["ablating"];
export type Ranked = "answers" | "prefix" | "previous";
export const RANKED: readonly Ranked[] = ["answers", "prefix", "previous"];

export interface HeadFacts {
  n: number;
  draws: number;
  heads: number;
  before: Interval;
  random: Ablation;
  sets: { by: Ranked; off: Ablation; against: Contrast }[];
}

/** At the largest share of heads; null where nothing was switched off. */
export function headFacts(found: HeadFigures, ablating: Ablating): HeadFacts | null {
  const share = Math.max(...found.ablations.map((one) => one.share));
  const off = found.ablations.filter((one) => one.share === share && one.ablating === ablating);
  const random = off.find(({ by }) => by === "random");
  if (random === undefined) return null;
  const sets = RANKED.flatMap((by) => {
    const own = off.find((one) => one.by === by);
    const against = found.contrasts.find(
      (one) =>
        one.by === by && one.other === "random" && one.share === share && one.ablating === ablating,
    );
    return own === undefined || against === undefined ? [] : [{ by, off: own, against }];
  });
  const heads = sets[0]?.off.heads ?? random.heads;
  return { n: found.n, draws: found.draws, heads, before: found.right, random, sets };
}

export interface VectorFacts {
  n: number;
  choosing: number;
  none: Outcome;
  examples: Outcome;
  vectors: { effect: VectorEffect; at: Outcome }[];
}

export function vectorFacts(found: VectorFigures): VectorFacts {
  const vectors = found.vectors.flatMap((effect) => {
    const at = effect.layers.find(({ layer }) => layer === effect.chosen)?.judged;
    return at === undefined ? [] : [{ effect, at }];
  });
  return {
    n: found.n,
    choosing: found.choosing,
    none: found.none,
    examples: found.examples,
    vectors,
  };
}
