// How dark each cell of a grid is: 0 to 1, or −1 for a cell that stays open.

import { greatest, ink, cell, type Matrix } from "./attention";
import { isSeen, maySee, type MaskKind, type MaskShape, type Sight } from "./masks";

/** Ink of every cell (n * n), the greatest shown value the darkest; what may not be seen is open. */
export function shades(picture: Matrix, withoutSink: boolean, sight: Sight = null): Float32Array {
  const most = greatest(picture, withoutSink, sight);
  const { size } = picture;
  return Float32Array.from({ length: size * size }, (_, i) => {
    const [row, column] = [Math.floor(i / size), i % size];
    if (!isSeen(row, column, sight) || (withoutSink && column === 0)) return -1;
    return ink(cell(picture, row, column), most);
  });
}

/** Ink of a mask's cells (n * n): full where a row may look. */
export function maskShades(kind: MaskKind, shape: MaskShape): Float32Array {
  const size = shape.rows;
  return Float32Array.from({ length: size * size }, (_, i) =>
    maySee(kind, Math.floor(i / size), i % size, shape) ? 1 : -1,
  );
}

/** Only rows `from` to `to` (exclusive); the others stay open. */
export function onlyRows(values: Float32Array, from: number, to: number): Float32Array {
  const size = Math.sqrt(values.length);
  return values.map((value, i) => {
    const row = Math.floor(i / size);
    return row >= from && row < to ? value : -1;
  });
}

/** RGBA of shades between two colours; −1 is left open. */
export function pixels(
  values: Float32Array,
  paper: Rgb,
  full: Rgb,
): Uint8ClampedArray<ArrayBuffer> {
  const data = new Uint8ClampedArray(values.length * 4);
  values.forEach((value, i) => {
    if (value < 0) return;
    for (let c = 0; c < 3; c += 1) {
      data[4 * i + c] = (paper[c] ?? 0) + value * ((full[c] ?? 0) - (paper[c] ?? 0));
    }
    data[4 * i + 3] = 255;
  });
  return data;
}

export type Rgb = readonly [number, number, number];

/** `#0072b2`, or `#fff` as a build shortens it, as numbers. */
export function rgb(hex: string): Rgb {
  const digits = hex.trim().slice(1);
  const full = digits.length === 3 ? digits.replace(/./g, "$&$&") : digits;
  const n = Number.parseInt(full, 16);
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255];
}
