// A line chart as pure geometry: curves to paths, values to pixels, names at the ends of the lines.

export interface Point {
  step: number;
  x: number;
  y: number | null; // null where it was no number
  low?: number; // of the 95 % interval
  high?: number;
}

export interface Curve {
  id: string;
  points: Point[];
}

export interface Span {
  min: number;
  max: number;
}

export interface Frame {
  width: number;
  height: number;
  left: number; // of the plot, in pixels
  right: number;
  top: number;
  bottom: number;
  x: (value: number) => number;
  y: (value: number) => number;
}

export interface Tick {
  value: number;
  at: number; // pixels
}

const TOP = 12;
const BOTTOM = 28; // room for the numbers under the axis

/** `left` and `right`: room in pixels for the numbers and for the names at the lines' ends. */
export function frame(
  width: number,
  height: number,
  room: { left: number; right: number },
  x: Span,
  y: Span,
): Frame {
  const [left, right] = [room.left, Math.max(room.left + 1, width - room.right)];
  const [top, bottom] = [TOP, height - BOTTOM];
  return {
    ...{ width, height, left, right, top, bottom },
    x: (value) => left + ((value - x.min) / (x.max - x.min || 1)) * (right - left),
    y: (value) => bottom - ((value - y.min) / (y.max - y.min || 1)) * (bottom - top),
  };
}

/** Round numbers from `min` to `max`, about `count` of them: 1, 2 or 5 times a power of ten. */
export function roundTicks({ min, max }: Span, count: number): number[] {
  if (!(max > min)) return [min];
  const raw = (max - min) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step =
    [1, 2, 5, 10].map((times) => times * power).find((size) => size >= 0.65 * raw) ?? raw;
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

export function xTicks(frame: Frame, span: Span, apart = 96): Tick[] {
  const count = Math.max(1, Math.floor((frame.right - frame.left) / apart));
  return roundTicks(span, count).map((value) => ({ value, at: frame.x(value) }));
}

export function yTicks(frame: Frame, span: Span, apart = 48): Tick[] {
  const count = Math.max(1, Math.floor((frame.bottom - frame.top) / apart));
  return roundTicks(span, count).map((value) => ({ value, at: frame.y(value) }));
}

/** The last point at or before `step`; the last of all for null. */
export function pointAt(curve: Curve, step: number | null): Point | undefined {
  if (step === null) return curve.points.at(-1);
  return curve.points.findLast((point) => point.step <= step) ?? curve.points[0];
}

/** The line of a curve; where it has no number there is a gap. */
export function path(curve: Curve, frame: Frame): string {
  let pen = "M";
  return curve.points
    .map(({ x, y }) => {
      if (y === null) {
        pen = "M";
        return "";
      }
      const piece = `${pen}${round(frame.x(x))} ${round(frame.y(y))}`;
      pen = "L";
      return piece;
    })
    .join("");
}

/** The band of a curve's intervals, as one closed path; empty where it has none. */
export function band(curve: Curve, frame: Frame): string {
  const sure = curve.points.filter(
    (point): point is Point & { low: number; high: number } =>
      point.y !== null && point.low !== undefined && point.high !== undefined,
  );
  if (sure.length < 2) return "";
  const at = (x: number, y: number) => `${round(frame.x(x))} ${round(frame.y(y))}`;
  const above = sure.map((point) => at(point.x, point.high));
  const below = [...sure].reverse().map((point) => at(point.x, point.low));
  return `M${[...above, ...below].join("L")}Z`;
}

/** Names at the height of their lines' ends, moved apart where they would meet, in the frame. */
export function apart(
  heights: readonly number[],
  size: number,
  top: number,
  bottom: number,
): number[] {
  const order = heights.map((_, i) => i).sort((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0));
  const placed = order.map((i) => heights[i] ?? 0);
  for (let i = 0; i < placed.length; i += 1) {
    const least = i === 0 ? top : (placed[i - 1] ?? 0) + size;
    placed[i] = Math.max(placed[i] ?? 0, least);
  }
  for (let i = placed.length - 1; i >= 0; i -= 1) {
    const most = i === placed.length - 1 ? bottom : (placed[i + 1] ?? 0) - size;
    placed[i] = Math.min(placed[i] ?? 0, most);
  }
  const result = new Array<number>(heights.length).fill(0);
  order.forEach((i, place) => (result[i] = placed[place] ?? 0));
  return result;
}

/** From the smallest to the largest value of the curves, with a little room, or from 0 where the
 * run goes on, so that what is there stays where it is. */
export function spanOf(curves: readonly Curve[], fromZero: boolean): Span {
  const values = curves.flatMap((curve) =>
    curve.points.flatMap(({ y }) => (y === null ? [] : [y])),
  );
  if (values.length === 0) return { min: 0, max: 1 };
  const max = values.reduce((a, b) => Math.max(a, b));
  const min = fromZero ? 0 : values.reduce((a, b) => Math.min(a, b));
  const room = 0.04 * (max - min || Math.abs(max) || 1);
  return { min: fromZero || min >= 0 ? Math.max(0, min - room) : min - room, max: max + room };
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

// Who answers how often right, as dots with their intervals on one axis from 0 to 1: pure geometry.

/** 95 %: the value and its bounds, as probabilities. */
export type Interval = readonly [value: number, low: number, high: number];

export type RowKind = "shots" | "control" | "baseline" | "beside";

/** One line of the figure: who answered, and how often right with what certainty. */
export interface ChoiceRow {
  kind: RowKind;
  name: string; // a number of shots, a control, a baseline, a model
  choice: Interval;
  form: Interval | null;
  n: number;
}

export interface Dot {
  row: ChoiceRow;
  y: number;
  x: number;
  from: number; // of the interval
  to: number;
}

export interface Dots {
  height: number;
  left: number;
  right: number;
  stacked: boolean; // narrow: names stand above their lines
  ticks: { value: number; x: number }[];
  heads: { kind: RowKind; y: number }[];
  dots: Dot[];
}

const ROW = 26;
const STACKED = 40;
const HEAD = 34;
const FIRST_ROW = 28;
const NARROW = 620;
const LETTER = 7.6;
const FIGURE = 150; // room for `72.5 [65.9, 78.2]`

/** `longest`: letters of the longest name. Rows of one kind must stand together. */
export function dots(rows: readonly ChoiceRow[], width: number, longest: number): Dots {
  const stacked = width < NARROW;
  const left = stacked ? 8 : Math.min(longest * LETTER + 16, width * 0.4);
  const right = Math.max(left + 40, stacked ? width - 8 : width - FIGURE);
  const x = (p: number) => left + Math.min(1, Math.max(0, p)) * (right - left);
  const heads: Dots["heads"] = [];
  let y = FIRST_ROW;
  const placed = rows.map((row, i): Dot => {
    if (row.kind !== rows[i - 1]?.kind) {
      heads.push({ kind: row.kind, y: y + 20 });
      y += HEAD;
    }
    const middle = y + (stacked ? STACKED - 10 : ROW / 2);
    y += stacked ? STACKED : ROW;
    const [value, low, high] = row.choice;
    return { row, y: middle, x: x(value), from: x(low), to: x(high) };
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, x: x(value) }));
  return { height: y + 8, left, right, stacked, ticks, heads, dots: placed };
}
