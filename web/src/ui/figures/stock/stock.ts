// What the stock figures share: which ones there are, their colors and marks, axes and numbers.

import type { Operated } from "../../../core/experiments/operated";
import type { Series } from "../../../core/experiments/result";
import { count, decimal, metric, percent, percentDigits, points } from "../../../core/text/numbers";
import type { Curve } from "../../plot/curve";
import { LETTER } from "../../plot/label";
import { frame, powers, roundTicks, roundTicksOf, ticksOf } from "../../plot/scale";
import type { Frame, Span, Tick } from "../../plot/scale";
import type { KINDS } from "./kinds";

/** A figure that a lesson's front matter asks for, of series of its result. */
export interface Stock extends Operated {
  id: string; // its words, and the name of its files
  kind: (typeof KINDS)[number];
  series: readonly string[]; // or points of some, a row each; of the kind "table": one table
  log?: boolean | "y" | "both"; // axes of curves; true: x alone
  loose?: readonly string[]; // series whose points no line joins: each is of something else
  difference?: boolean; // of two things: 0 is drawn, and shares are in points
  near?: boolean; // the axis of shares begins near the least of them, not at 0
  listed?: readonly string[]; // categories that stand in the table alone: no axis holds them
  units?: Record<string, string>; // of a table's columns; those of one without are plain numbers
  values?: { from: number; first: readonly number[] }; // its own among those of all the lesson's figures
}

/** The words of a lesson whose figures are stock. */
export interface StockWords {
  figures: Record<string, { caption: string; x: string; y: string }>; // by id
  names: Record<string, string>; // of series and categories; one without is shown as it is called
}

/** A series with the name it is shown under. */
export interface Named extends Series {
  shown: string;
}

export interface Drawn {
  series: readonly Named[];
  label: string; // of the drawing
  x: string; // of the axis
  y: string;
  nameOf: (category: string) => string;
  log?: boolean; // x
  logY?: boolean;
  within?: readonly number[]; // values that the y-axis holds beside those that are drawn
  loose?: readonly string[];
  difference?: boolean;
  near?: boolean;
}

const LEAST_P = 0.0001; // smaller ones are not told apart
const UNITS: readonly string[] = ["points", "count", "tokens", "p-value"]; // with digits of their own

/** A value of a series in its unit: shares in percent, counts whole, the rest to three digits. */
export function written(value: number, unit: string): string {
  if (unit === "share") return percent(value);
  if (unit === "points") return points(value / 100);
  if (unit === "count" || unit === "tokens") return count(Math.round(value));
  if (unit === "p-value" && value < LEAST_P) return `< ${decimal(LEAST_P, 4)}`;
  return plain(value);
}

/** The same for a tick, which needs fewer digits. */
export function tickOf(value: number, unit: string): string {
  if (unit === "share") return plain(Math.round(1000 * value) / 10);
  return value >= 1e6 ? metric(value) : plain(value);
}

/** `72.5 % [65.9, 78.2]` and `4.70 [4.31, 5.08]`, with as many decimals in all three; without an
 * interval where there is none. */
export function withInterval(
  { y, low, high }: { y: number; low?: number; high?: number },
  unit: string,
): string {
  if (low === undefined || high === undefined) return written(y, unit);
  if (unit === "share") return `${percent(y)} [${percentDigits(low)}, ${percentDigits(high)}]`;
  const texts = [y, low, high].map((value) => written(value, unit));
  const [middle = "", ...ends] = UNITS.includes(unit) ? texts : alike([y, low, high]);
  return `${middle} [${ends.join(", ")}]`;
}

/** Plain numbers with the decimals of two digits of half their distance, at most those of the largest;
 * fewer where all end in zeros. */
function alike(values: readonly number[]): string[] {
  const largest = Math.max(...values.map(Math.abs));
  if (largest >= 1000) return values.map(plain);
  const apart = (Math.max(...values) - Math.min(...values)) / 2;
  const digits = Math.min(decimalsOf(largest), apart > 0 ? decimalsOf(apart, 2) : Infinity);
  const texts = values.map((value) => decimal(value, digits));
  const zeros = Math.min(...texts.map((text) => /\.\d*?(0*)$/.exec(text)?.[1]?.length ?? 0));
  return values.map((value) => decimal(value, digits - zeros));
}

function plain(value: number): string {
  if (Math.abs(value) >= 1000) return count(Math.round(value));
  return decimal(value, decimalsOf(value))
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}

/** Decimals of so many digits, six at most. */
function decimalsOf(value: number, digits = 3): number {
  if (value === 0) return 0;
  return Math.min(6, Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value)))));
}

/** Numeric points as curves; where `log`, x is its decimal logarithm, and where `logY`, so is y. */
export function curvesOf(series: readonly Series[], log: boolean, logY = false): Curve[] {
  const end = (name: "low" | "high", value?: number) =>
    value === undefined ? {} : { [name]: scaled(value, logY) };
  return series.map(({ name, points }) => ({
    id: name,
    points: points.map(({ x, y, low, high }, step) => ({
      ...{ step, x: scaled(Number(x), log), y: scaled(y, logY) },
      ...{ ...end("low", low), ...end("high", high) },
    })),
  }));
}

export function scaled(value: number, log: boolean): number {
  return log ? Math.log10(value) : value;
}

export function valuesOf(series: readonly Series[]): number[] {
  return series.flatMap(({ points }) =>
    points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y]),
  );
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-9;
}

/** A chart's frame with its ticks; `right`: pixels for names at the lines' ends. */
export interface Axes {
  box: Frame;
  x: Tick[];
  y: Tick[];
}

/** Axes of a plot of this size; `least` pixels stand between two ticks of x. */
export function axes(
  curves: readonly Curve[],
  size: { width: number; height: number; left: number; right: number },
  options: { y: Span; log: boolean; logY?: boolean; least?: number },
): Axes {
  const across = curves.flatMap(({ points }) => points.map(({ x }) => x));
  const x = { min: Math.min(...across), max: Math.max(...across) };
  const box = frame(size.width, size.height, size, x, options.y);
  const many = Math.max(1, Math.floor((box.right - box.left) / (options.least ?? 64)));
  const round = options.log ? powers(x, many) : roundTicks(x, many);
  const values = across.every(Number.isInteger) ? round.filter(isWhole) : round; // no 2.5 terms
  const toX = (value: number) => box.x(scaled(value, options.log));
  return {
    box,
    x: ticksOf(fitting(valuesAcross(across, options.log), toX) ?? values, toX),
    y: options.logY
      ? ticksOf(powers(options.y, 6), (value) => box.y(scaled(value, true)))
      : roundTicksOf(options.y, box.y, 44, 2),
  };
}

/** Where there are points, from left to right. */
function valuesAcross(across: readonly number[], log: boolean): number[] {
  const values = across.map((x) => (log ? Number((10 ** x).toPrecision(9)) : x));
  return [...new Set(values)].sort((a, b) => a - b);
}

/** The values if they are round and their numbers do not touch each other, so that each may be a tick. */
function fitting(
  values: readonly number[],
  scale: (value: number) => number,
): number[] | undefined {
  const longest = Math.max(...values.map((value) => tickOf(value, "").length));
  const isRound = values.every((value) => Number(value.toPrecision(2)) === value);
  const isClear = values.every(
    (value, i) => i === 0 || scale(value) - scale(values[i - 1] ?? value) >= 10 + LETTER * longest,
  );
  return values.length > 1 && isRound && isClear ? [...values] : undefined;
}
