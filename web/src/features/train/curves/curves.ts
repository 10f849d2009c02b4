// Curves out of a run's lines: what was measured against how far the training had come.

import { wilson } from "../../../core/statistics/wilson";
import { type Curve, type Point, pointAt } from "../../../ui/plot/curve";
import { isMeasured, linesOf, type Line, type Measured, type ProbeLine } from "../runs/trainingRun";
import { count, decimal, percentDigits } from "../../../core/text/numbers";
import { figure, type Cell, type Table } from "../../../core/text/table";

export const AXES = ["tokens", "labels", "steps"] as const;
export type XAxis = (typeof AXES)[number];

/** Where a line stands on the axis. */
export type Place = (line: { step: number; tokens: number }) => number;

/** Whether the run counted the labels it was asked for. */
export function countsLabels(lines: readonly Line[]): boolean {
  return lines.some((line) => isMeasured(line) && (line.label_predictions ?? 0) > 0);
}

/** Lines that tell no count of labels stand, on that axis, evenly between those that do. */
export function placeOn(axis: XAxis, lines: readonly Line[]): Place {
  if (axis === "tokens") return (line) => line.tokens;
  if (axis === "steps") return (line) => line.step;
  const knots = [...new Map([[0, 0], ...labelCounts(lines)])].sort(([a], [b]) => a - b);
  return ({ step }) => between(knots, step);
}

function labelCounts(lines: readonly Line[]): [number, number][] {
  return lines.flatMap((line): [number, number][] =>
    isMeasured(line) && line.label_predictions != null ? [[line.step, line.label_predictions]] : [],
  );
}

function between(knots: readonly (readonly [number, number])[], step: number): number {
  let [after, end] = [0, knots.length]; // the first knot that is not before the step
  while (after < end) {
    const middle = Math.floor((after + end) / 2);
    if ((knots[middle]?.[0] ?? 0) < step) after = middle + 1;
    else end = middle;
  }
  const [left, right] = [knots[after - 1], knots[after]];
  if (right === undefined) return left?.[1] ?? 0;
  if (left === undefined) return right[1];
  const share = (step - left[0]) / (right[0] - left[0]);
  return left[1] + share * (right[1] - left[1]);
}

/** How far the axis goes: the whole run, so that one in progress fills it and moves nothing. */
export function reach(axis: XAxis, lines: readonly Line[]): number {
  const [start] = linesOf(lines, "start");
  const last = lines.filter(isMeasured).at(-1);
  if (start === undefined || last === undefined) return 1;
  if (axis === "tokens") return Math.max(start.tokens_total, last.tokens);
  if (axis === "steps") return Math.max(start.steps_total, last.step);
  const labels = placeOn("labels", lines)(last);
  const share = last.step / Math.max(start.steps_total, last.step, 1);
  return share > 0 && labels > 0 ? labels / share : 1;
}

const STEPS = {
  loss: "loss",
  rate: "learning_rate",
  speed: "tokens_per_second",
} as const;

export function stepCurve(lines: readonly Line[], name: keyof typeof STEPS, place: Place): Curve {
  const key = STEPS[name];
  const points = linesOf(lines, "step").flatMap((line) => {
    const y = line[key];
    return y === undefined ? [] : [{ step: line.step, x: place(line), y }];
  });
  return { id: name, points };
}

/** Bits per byte, a curve a held-out source. */
export function heldCurves(lines: readonly Line[], place: Place): Curve[] {
  return named(linesOf(lines, "held"), (line) => line.bits_per_byte, place);
}

/** The distance of what the model says of Markov chains from what each reader says, in nats. */
export function chainCurves(lines: readonly Line[], place: Place): Curve[] {
  return named(linesOf(lines, "chains"), (line) => line.distances, place);
}

/** A curve a name, of lines that each hold a number by name. */
function named<L extends Measured>(
  lines: readonly L[],
  numbers: (line: L) => Record<string, number | null>,
  place: Place,
): Curve[] {
  const names = [...new Set(lines.flatMap((line) => Object.keys(numbers(line))))];
  return names.map((id) => ({
    id,
    points: lines.flatMap((line) => {
      const y = numbers(line)[id];
      return y === undefined ? [] : [{ step: line.step, x: place(line), y }];
    }),
  }));
}

/** What was asked of a run while it learned. */
export interface ProbeQuestion {
  family: string;
  split: string;
}

export function families(lines: readonly Line[]): string[] {
  return [...new Set(linesOf(lines, "probe").map((line) => line.family))];
}

export function splits(lines: readonly Line[], family: string): string[] {
  const result = linesOf(lines, "probe").filter((line) => line.family === family);
  return [...new Set(result.map((line) => line.split))];
}

/** The split that proves most: words and names that no training episode held. */
const PROOF = ["held-both", "held-labels", "held-words"];

export function strictest(all: readonly string[]): string {
  return byStrictness(all)[0] ?? "";
}

/** From what proves most to what was trained on. */
export function byStrictness(all: readonly string[]): string[] {
  const rank = (split: string) => {
    const place = PROOF.indexOf(split);
    if (place >= 0) return place;
    return split === "train" ? PROOF.length + 1 : PROOF.length;
  };
  return [...all].sort((a, b) => rank(a) - rank(b));
}

function probes(lines: readonly Line[], { family, split }: ProbeQuestion): ProbeLine[] {
  return linesOf(lines, "probe").filter((line) => line.family === family && line.split === split);
}

export function shotsOf(lines: readonly Line[], question: ProbeQuestion): number[] {
  return [...new Set(probes(lines, question).map((line) => line.k))].sort((a, b) => a - b);
}

/** What someone who guesses among the labels gets right; null where it was not written down. */
export function chanceOf(lines: readonly Line[], question: ProbeQuestion): number | null {
  const [first] = probes(lines, question);
  if (first?.chance != null) return first.chance;
  return first?.ways == null || first.ways < 1 ? null : 1 / first.ways;
}

/** Form (mass on the labels) or choice (share of right answers, Wilson), a curve a number of shots. */
export function probeCurves(
  lines: readonly Line[],
  question: ProbeQuestion,
  measure: "form" | "choice",
  place: Place,
): Curve[] {
  const result = probes(lines, question);
  return shotsOf(lines, question).map((k) => ({
    id: String(k),
    points: result.filter((line) => line.k === k).map((line) => probePoint(line, measure, place)),
  }));
}

function probePoint(line: ProbeLine, measure: "form" | "choice", place: Place): Point {
  const at = { step: line.step, x: place(line) };
  if (measure === "form") return { ...at, y: line.form };
  const [low, high] = wilson(line.choice, line.n);
  return { ...at, y: line.n === 0 ? null : line.choice / line.n, low, high };
}

export const SCORES = ["induction", "previous"] as const;
export type HeadScore = (typeof SCORES)[number];

/** A curve a head, `layer.head` from 0, in the order of layers and heads. */
export function headCurves(lines: readonly Line[], score: HeadScore, place: Place): Curve[] {
  const result = linesOf(lines, "heads");
  const shape = result[0]?.[score] ?? [];
  return shape.flatMap((row, layer) =>
    row.map((_, head) => ({
      id: `${layer}.${head}`,
      points: result.map((line) => ({
        step: line.step,
        x: place(line),
        y: line[score][layer]?.[head] ?? null,
      })),
    })),
  );
}

/** The steps at which anything of these curves was measured. */
export function stepsOf(curves: readonly Curve[]): number[] {
  return [...new Set(curves.flatMap((curve) => curve.points.map((point) => point.step)))].sort(
    (a, b) => a - b,
  );
}

// The tables behind Train's figures: one row a step that was measured.

/** A column of numbers: its curve, its head, how its numbers are written. */
export interface Column {
  curve: Curve;
  head: string;
  written: (y: number) => string;
}

/** Curves side by side, `heads` over step and tokens (and labels where there are three). */
export function curveTable(
  caption: string,
  heads: readonly string[],
  columns: readonly Column[],
  lines: readonly Line[],
): Table {
  const counted = countsAt(lines);
  const steps = columns.flatMap(({ curve }) => curve.points.map((point) => point.step));
  return {
    caption,
    columns: [...heads, ...columns.map((column) => column.head)],
    rows: [...new Set(steps)]
      .sort((a, b) => a - b)
      .map((step) => [
        count(step),
        ...[counted.tokens, counted.labels]
          .slice(0, heads.length - 1)
          .map((by) => number(by, step)),
        ...columns.map((column) => cellOf(column, step)),
      ]),
  };
}

function countsAt(lines: readonly Line[]) {
  const tokens = new Map<number, number>();
  const labels = new Map<number, number>();
  for (const line of lines.filter(isMeasured)) {
    tokens.set(line.step, line.tokens);
    if (line.label_predictions != null) labels.set(line.step, line.label_predictions);
  }
  return { tokens, labels };
}

function number(by: ReadonlyMap<number, number>, step: number): Cell {
  const value = by.get(step) ?? null;
  return figure(value, value === null ? "–" : count(value));
}

/** Empty where this curve was not measured at that step. */
function cellOf({ curve, written }: Column, step: number): Cell {
  const point = pointAt(curve, step);
  const y = point?.step === step ? point.y : null;
  return figure(y, y === null ? "–" : written(y));
}

export const asPercent = percentDigits;

/** Small numbers by their size: a loss with three decimals, a learning rate with its power of ten. */
export function plain(y: number): string {
  if (y === 0) return "0";
  return Math.abs(y) < 0.01 ? y.toExponential(1).replace("e-", "e−") : decimal(y, 3);
}
