// What happened to a choice while a run learned: chance, then a jump; a slow rise; or nothing.

import { type Curve, type Point, pointAt } from "../../../ui/plot/curve";
import {
  byStrictness,
  chanceOf,
  families,
  placeOn,
  probeCurves,
  splits,
  type ProbeQuestion,
  type XAxis,
} from "../curves/curves";
import type { Line } from "../runs/trainingRun";

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
  | { kind: "early"; first: Measured; last: Measured } // above it from the first time one looked
  | { kind: "jump"; from: Measured; to: Measured; last: Measured; share: number }; // share: of the way gone, whole

/** All that the sentence of a curve says. */
export interface Story {
  happened: Emergence;
  sudden: boolean;
  k: number;
  chance: number;
  axis: XAxis;
  running: boolean;
  start: string | null; // the run that this one goes on from
  split: string; // what was asked about
  beyond: { split: string; last: Measured; guess: boolean } | null; // of what proves more
  seldom: boolean; // the answers are hardly ever given
}

const MOST_OF_IT = 0.8; // of the way from chance to where it ends: by then it has jumped
const SUDDEN = 0.25; // of the whole training; a jump that takes longer is a rise

/**
 * Reads a curve of choices against `chance`. `from` is the last point whose interval holds chance,
 * `to` the first after it that has gone `MOST_OF_IT` of the way to the last. Null without points.
 */
export function emergence(curve: Curve, chance: number): Emergence | null {
  const points = curve.points.flatMap(notice);
  const last = points.at(-1);
  if (last === undefined) return null;
  const guess = points.findLastIndex((point) => point.low <= chance);
  const from = points[guess];
  if (from === last) return { kind: "none", last };
  if (from === undefined) return { kind: "early", first: points[0] ?? last, last };
  const most = chance + MOST_OF_IT * (last.y - chance);
  const to = points.slice(guess + 1).find((point) => point.y >= most) ?? last;
  const share = last.x > 0 ? (to.x - from.x) / last.x : 1;
  return { kind: "jump", from, to, last, share };
}

/** Whether most of it came within a quarter of the training. */
export function isSudden(emergence: Emergence): boolean {
  return emergence.kind === "jump" && emergence.share <= SUDDEN;
}

function notice({ step, x, y, low, high }: Point): Measured[] {
  return y === null ? [] : [{ step, x, y, low: low ?? y, high: high ?? y }];
}

// What became of everything a run was asked, and which of it the page opens with.

export interface Outcome extends ProbeQuestion {
  k: number; // the most examples asked with, up to those wanted
  chance: number | null;
  happened: Emergence | null; // null where chance is not known
  form: number | null; // at the end
}

export const FORM_IS_THERE = 0.1; // as for the gallery's verdicts: else the labels are hardly ever said

/** Every family and split, families as they stand, splits from what proves most. */
export function outcomes(lines: readonly Line[], most: number): Outcome[] {
  return families(lines).flatMap((family) =>
    byStrictness(splits(lines, family)).flatMap((split) => {
      const result = outcome(lines, { family, split }, most);
      return result === null ? [] : [result];
    }),
  );
}

function outcome(lines: readonly Line[], question: ProbeQuestion, most: number): Outcome | null {
  const place = placeOn("tokens", lines);
  const curves = probeCurves(lines, question, "choice", place);
  const curve = curves.findLast((item) => Number(item.id) <= most) ?? curves[0];
  if (curve === undefined) return null;
  const chance = chanceOf(lines, question);
  const form = probeCurves(lines, question, "form", place).find((item) => item.id === curve.id);
  return {
    ...question,
    k: Number(curve.id),
    chance,
    happened: chance === null ? null : emergence(curve, chance),
    form: (form && pointAt(form, null)?.y) ?? null,
  };
}

/** The first that jumped, told by answers that the model does give; else the strictest of the
 * first family. */
export function opensOn(lines: readonly Line[], most: number): ProbeQuestion {
  const all = outcomes(lines, most);
  const given = all.filter((item) => (item.form ?? 0) > FORM_IS_THERE && item.happened !== null);
  const jumped = given.find((item) => item.happened !== null && isSudden(item.happened));
  const { family, split } = jumped ?? all[0] ?? { family: "", split: "" };
  return { family, split };
}

/** The same family and number of examples on the split that proves most, where that is another. */
export function stricter(all: readonly Outcome[], shown: ProbeQuestion): Outcome | null {
  const first = all.find((item) => item.family === shown.family);
  return first === undefined || first.split === shown.split ? null : first;
}
