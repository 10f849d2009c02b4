// How a vector is drawn as bars: in lines of equal length, each bar up or down from its line's middle.

import { MINUS } from "../../core/text/numbers";

const [WIDEST, LEAST] = [78, 5]; // px of a bar
const BLOCK = 64; // a line of several holds a multiple of these

export interface Lines {
  columns: number; // bars in a line
  lines: number;
  cell: number; // px of a bar
  height: number; // px of a line
}

/** The lines of `n` numbers in `width` pixels. */
export function linesOf(n: number, width: number): Lines {
  const most = Math.max(BLOCK, Math.floor(width / LEAST / BLOCK) * BLOCK);
  const columns = Math.max(1, n * LEAST <= width ? n : Math.min(n, most));
  const lines = Math.ceil(n / columns);
  const height = lines <= 2 ? 36 : lines <= 8 ? 22 : 13;
  return { columns, lines, cell: Math.min(WIDEST, width / columns), height };
}

/** The largest size, by which the bars are drawn; 1 where all are 0. */
export function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i += 1) most = Math.max(most, Math.abs(values[i] ?? 0));
  return most || 1;
}

/** The bars of one sign as one path. */
export function bars(values: ArrayLike<number>, sign: 1 | -1, at: Lines): string {
  const [most, half] = [largest(values), at.height / 2 - 1];
  const width = at.cell > 3 ? at.cell - 1 : at.cell;
  let path = "";
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? 0;
    if (value * sign <= 0) continue;
    const [x, y] = corner(i, at);
    const size = -sign * Math.max(0.5, (half * Math.abs(value)) / most);
    path += `M${x.toFixed(1)} ${y + at.height / 2}h${width.toFixed(1)}v${size.toFixed(1)}h-${width.toFixed(1)}Z`;
  }
  return path;
}

/** Where the bar of a number has its upper left corner. */
export function corner(i: number, { columns, cell, height }: Lines): [x: number, y: number] {
  return [(i % columns) * cell, Math.floor(i / columns) * height];
}

/** The number that is drawn at a point, of `n`; null beside them. */
export function indexAt(x: number, y: number, n: number, at: Lines): number | null {
  const [column, line] = [Math.floor(x / at.cell), Math.floor(y / at.height)];
  const i = line * at.columns + column;
  return column < 0 || column >= at.columns || line < 0 || i >= n ? null : i;
}

/** A number to four digits, with a true minus sign: `0.4182`, `−12.35`, `0` only for exactly 0. */
export function digits(x: number): string {
  if (x === 0) return "0";
  if (!Number.isFinite(x)) return x < 0 ? `${MINUS}∞` : "∞";
  const size = Math.abs(x);
  const text = size >= 1e-4 ? plainDigits(size) : size.toExponential(2).replace("e-", "e" + MINUS);
  return x < 0 ? MINUS + text : text;
}

function plainDigits(size: number): string {
  const whole = Math.floor(Math.log10(size)) + 1; // digits before the point
  return size.toFixed(Math.min(7, Math.max(0, 4 - Math.max(whole, size < 1 ? whole : 1))));
}
