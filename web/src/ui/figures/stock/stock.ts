// What the stock figures share: which ones there are, their colors and marks, axes and numbers.

import type { Series } from "../../../core/experiments/result";
import { count, decimal, metric, percent, percentDigits, points } from "../../../core/text/numbers";
import { frame, roundTicks, type Curve, type Frame, type Span, type Tick } from "../training/chart";

/** A figure that a lesson's `index.ts` asks for, of series of its result. */
export interface Stock {
  id: string; // its words, and the name of its files
  kind: "curves" | "multiples" | "dots" | "bars" | "histogram" | "heat" | "table";
  series: readonly string[]; // of the kind "table": one table of the result
  log?: boolean; // the x-axis of curves
  loose?: readonly string[]; // series whose points no line joins: each is of something else
  units?: Record<string, string>; // of a table's columns; those of one without are plain numbers
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
  log?: boolean;
  loose?: readonly string[];
}

const COLORS = ["few", "one", "right", "reason", "zero", "ink"] as const;

/** The color of the i-th series. */
export function colorOf(i: number): string {
  return `var(--${COLORS[i % COLORS.length] ?? "ink"})`;
}

const MARKS = [
  "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z",
  "M-3.5-3.5h7v7h-7Z",
  "M0-5l5 8.5h-10Z",
  "M0-5l5 5-5 5-5-5Z",
  "M0 5l5-8.5h-10Z",
  "M-4.5-1.5h3v-3h3v3h3v3h-3v3h-3v-3h-3Z",
];

/** The mark of the i-th series around 0, 0: color is never alone. */
export function markOf(i: number): string {
  return MARKS[i % MARKS.length] ?? "";
}

const LEAST_P = 0.0001; // smaller ones are not told apart

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
  if (unit === "share") return String(Math.round(1000 * value) / 10);
  return value >= 1e9 ? metric(value) : plain(value);
}

/** `72.5 % [65.9, 78.2]`, without an interval where there is none. */
export function withInterval(
  { y, low, high }: { y: number; low?: number; high?: number },
  unit: string,
): string {
  if (low === undefined || high === undefined) return written(y, unit);
  const bare = (value: number) => (unit === "share" ? percentDigits(value) : written(value, unit));
  return `${written(y, unit)} [${bare(low)}, ${bare(high)}]`;
}

function plain(value: number): string {
  if (Math.abs(value) >= 1000) return count(Math.round(value));
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return decimal(value, Math.min(digits, 6))
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}

/** Numeric points as curves; where `log`, x is its decimal logarithm. */
export function curvesOf(series: readonly Series[], log: boolean): Curve[] {
  return series.map(({ name, points }) => ({
    id: name,
    points: points.map(({ x, ...rest }, step) => ({ step, x: scaled(Number(x), log), ...rest })),
  }));
}

function scaled(x: number, log: boolean): number {
  return log ? Math.log10(x) : x;
}

/** From the least to the largest of all numbers, intervals too; from 0 for what is never below. */
export function spanOf(values: readonly number[], fromZero: boolean): Span {
  const min = values.reduce((a, b) => Math.min(a, b), fromZero ? 0 : Infinity);
  const max = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const room = 0.04 * (max - min || Math.abs(max) || 1);
  return { min: fromZero && min >= 0 ? 0 : min - room, max: max + room };
}

export function valuesOf(series: readonly Series[]): number[] {
  return series.flatMap(({ points }) =>
    points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y]),
  );
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
  options: { y: Span; log: boolean; least?: number },
): Axes {
  const across = curves.flatMap(({ points }) => points.map(({ x }) => x));
  const x = { min: Math.min(...across), max: Math.max(...across) };
  const box = frame(size.width, size.height, size, x, options.y);
  const many = Math.max(1, Math.floor((box.right - box.left) / (options.least ?? 64)));
  const values = options.log ? powers(x, many) : roundTicks(x, many);
  return {
    box,
    x: values.map((value) => ({ value, at: box.x(scaled(value, options.log)) })),
    y: roundTicks(options.y, Math.max(2, Math.floor((box.bottom - box.top) / 44))).map((value) => ({
      value,
      at: box.y(value),
    })),
  };
}

/** 1, 2 or 5 times powers of ten within decimal logarithms; powers alone where these are enough. */
function powers({ min, max }: Span, most: number): number[] {
  const all = Array.from({ length: Math.ceil(max) - Math.floor(min) + 1 }, (_, i) => i).flatMap(
    (i) => [1, 2, 5].map((times) => times * 10 ** (Math.floor(min) + i)),
  );
  const within = all.filter((v) => Math.log10(v) >= min - 1e-9 && Math.log10(v) <= max + 1e-9);
  if (within.length <= most) return within;
  const tens = within.filter((v) => Number.isInteger(Math.round(1e6 * Math.log10(v)) / 1e6));
  const every = Math.ceil(tens.length / most);
  return tens.filter((_, i) => i % every === 0);
}

export const LETTER = 7.6; // pixels of a Latin letter
const SIGN = 13.5; // and of a Chinese character

/** Pixels that a name takes in a drawing. */
export function nameWidth(name: string): number {
  return Array.from(name).reduce((sum, one) => sum + (one > "\u2e7f" ? SIGN : LETTER), 0);
}
