// What happened to a choice while a run learned: chance, then a jump; a slow rise; or nothing.

import type { Curve, Point } from "../../../ui/figures/training/chart";

/** A point that was measured, with its interval. */
export interface Measured {
  step: number;
  x: number;
  y: number;
  low: number;
  high: number;
}

export type Emergence =
  | { kind: "none"; last: Measured } // at the end the interval still holds what a guess gets
  | { kind: "early"; last: Measured } // above it from the first time one looked
  | { kind: "jump"; from: Measured; to: Measured; last: Measured; share: number }; // share: of the way gone, whole

const MOST_OF_IT = 0.8; // of the way from chance to where it ends: by then it has jumped
const SUDDEN = 0.25; // of the whole training; a jump that takes longer is a rise

/**
 * Reads a curve of choices against `chance`. `from` is the last point whose interval holds chance,
 * `to` the first after it that has gone `MOST_OF_IT` of the way to the last. Null without points.
 */
export function emergence(curve: Curve, chance: number): Emergence | null {
  const points = curve.points.flatMap(told);
  const last = points.at(-1);
  if (last === undefined) return null;
  const guess = points.findLastIndex((point) => point.low <= chance);
  const from = points[guess];
  if (from === last) return { kind: "none", last };
  if (from === undefined) return { kind: "early", last };
  const most = chance + MOST_OF_IT * (last.y - chance);
  const to = points.slice(guess + 1).find((point) => point.y >= most) ?? last;
  const share = last.x > 0 ? (to.x - from.x) / last.x : 1;
  return { kind: "jump", from, to, last, share };
}

/** Whether most of it came within a quarter of the training. */
export function isSudden(found: Emergence): boolean {
  return found.kind === "jump" && found.share <= SUDDEN;
}

function told({ step, x, y, low, high }: Point): Measured[] {
  return y === null ? [] : [{ step, x, y, low: low ?? y, high: high ?? y }];
}
