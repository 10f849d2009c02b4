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
export function exampleFacts(figures: ExampleFigures): ExampleFacts {
  const moved = figures.examples
    .map(({ input, output, hidden }, place) => ({ place, input, output, lost: hidden }))
    .filter(({ lost }) => isApart(lost))
    .sort((a, b) => Math.abs(b.lost.value) - Math.abs(a.lost.value));
  const pair = figures.correlations.find(
    ({ one: first, other }) => first === "hidden" && other === "attention",
  );
  return {
    n: figures.n,
    k: figures.examples.length,
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
export function headFacts(figures: HeadFigures, ablating: Ablating): HeadFacts | null {
  const share = Math.max(...figures.ablations.map((ablation) => ablation.share));
  const off = figures.ablations.filter(
    (ablation) => ablation.share === share && ablation.ablating === ablating,
  );
  const random = off.find(({ by }) => by === "random");
  if (random === undefined) return null;
  const sets = RANKED.flatMap((by) => {
    const own = off.find((ablation) => ablation.by === by);
    const against = figures.contrasts.find(
      (contrast) =>
        contrast.by === by &&
        contrast.other === "random" &&
        contrast.share === share &&
        contrast.ablating === ablating,
    );
    return own === undefined || against === undefined ? [] : [{ by, off: own, against }];
  });
  const heads = sets[0]?.off.heads ?? random.heads;
  return { n: figures.n, draws: figures.draws, heads, before: figures.right, random, sets };
}

export interface VectorFacts {
  n: number;
  choosing: number;
  none: Outcome;
  examples: Outcome;
  vectors: { effect: VectorEffect; at: Outcome }[];
}

export function vectorFacts(figures: VectorFigures): VectorFacts {
  const vectors = figures.vectors.flatMap((effect) => {
    const at = effect.layers.find(({ layer }) => layer === effect.chosen)?.judged;
    return at === undefined ? [] : [{ effect, at }];
  });
  return {
    n: figures.n,
    choosing: figures.choosing,
    none: figures.none,
    examples: figures.examples,
    vectors,
  };
}
