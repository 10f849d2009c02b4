// Values to pixels and back to round numbers: the scales of every plot.

export interface Span {
  min: number;
  max: number;
}

export type Scale = (value: number) => number;

export interface Tick {
  value: number;
  at: number; // pixels
}

/** A plot's frame in pixels, with the scales of its two axes. */
export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: Scale;
  y: Scale;
}

const TOP = 12;
const BOTTOM = 28; // room for the numbers under the axis

export function linear({ min, max }: Span, from: number, to: number): Scale {
  return (value) => from + ((value - min) / (max - min || 1)) * (to - from);
}

/** Probabilities to pixels; what lies outside of 0 to 1 stands at the end. */
export function shares(from: number, to: number): Scale {
  return (value) => from + Math.min(1, Math.max(0, value)) * (to - from);
}

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
  const scales = { x: linear(x, left, right), y: linear(y, bottom, top) };
  return { width, height, left, right, top, bottom, ...scales };
}

export function ticksOf(values: readonly number[], scale: Scale): Tick[] {
  return values.map((value) => ({ value, at: scale(value) }));
}

/** Quarters of an axis from 0 to 1. */
export function quarters(scale: Scale): Tick[] {
  return ticksOf([0, 0.25, 0.5, 0.75, 1], scale);
}

/** A quarter in percent; the last one carries the sign. */
export function quarterName(value: number): string {
  return `${value * 100}${value === 1 ? "\u202f%" : ""}`;
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

/** 1, 2 or 5 times powers of ten within decimal logarithms; powers alone where there are too many. */
export function powers({ min, max }: Span, most: number): number[] {
  const all = Array.from({ length: Math.ceil(max) - Math.floor(min) + 1 }, (_, i) => i).flatMap(
    (i) => [1, 2, 5].map((times) => times * 10 ** (Math.floor(min) + i)),
  );
  const within = all.filter((v) => Math.log10(v) >= min - 1e-9 && Math.log10(v) <= max + 1e-9);
  if (within.length <= most) return within;
  const tens = within.filter((v) => Number.isInteger(Math.round(1e6 * Math.log10(v)) / 1e6));
  const every = Math.ceil(tens.length / most);
  return tens.filter((_, i) => i % every === 0);
}

/** About one tick every `apart` pixels of a scale. */
export function roundTicksOf(span: Span, scale: Scale, apart: number, least = 1): Tick[] {
  const length = Math.abs(scale(span.max) - scale(span.min));
  return ticksOf(roundTicks(span, Math.max(least, Math.floor(length / apart))), scale);
}

/** From the least to the greatest of `values` with a little room above `floor`; or from 0. */
export function spanOf(values: readonly number[], fromZero: boolean, floor = -Infinity): Span {
  if (values.length === 0) return { min: 0, max: 1 };
  const min = values.reduce((a, b) => Math.min(a, b), fromZero ? 0 : Infinity);
  const max = values.reduce((a, b) => Math.max(a, b));
  const room = 0.04 * (max - min || Math.abs(max) || 1);
  return { min: fromZero && min >= 0 ? 0 : Math.max(floor, min - room), max: max + room };
}
