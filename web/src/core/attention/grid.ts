// Where a grid's cells, names and parts stand, drawn small as SVG or large on a canvas.

import type { Part } from "./attention";

/** All in px; the cells begin at (left, top). */
export interface Layout {
  size: number; // tokens
  left: number;
  top: number;
  unit: number; // a cell's side
}

/** What a grid is told, drawn as SVG or on a canvas. */
export interface GridProps {
  tokens: readonly string[];
  parts: readonly Part[];
  shades: Float32Array; // n * n; −1 stays open
  row: number; // the picked cell
  column: number;
  label: (row: number, column: number) => string;
  look: (cell: Place | null) => void; // while pointing
  go: (row: number, column: number) => void;
}

export interface Place {
  row: number;
  column: number;
}

export const MOST_SVG = 40; // tokens; above, cells are drawn on a canvas
const EDGE = 18; // room for the parts' names
const LARGEST = 22; // the square of a short prompt stands on the first screen
const SMALLEST = 14;
const PLOT = 640; // a grid's side at most

export function layout(size: number, width: number, parts: boolean): Layout {
  const narrow = width < 480;
  const left = (narrow ? 72 : 104) + (parts ? EDGE : 0);
  const top = 76 + (parts ? EDGE : 0);
  const room = Math.min(PLOT, width - left - 2);
  if (size > MOST_SVG) return { size, left, top, unit: room / size };
  const unit = Math.floor(Math.min(PLOT, room) / Math.max(size, 1));
  return { size, left, top, unit: Math.min(LARGEST, Math.max(SMALLEST, unit)) };
}

export function side({ size, unit }: Layout): number {
  return size * unit;
}

/** The cell under a point, or null beside the cells. */
export function cellAt(at: Layout, x: number, y: number): Place | null {
  const column = Math.floor((x - at.left) / at.unit);
  const row = Math.floor((y - at.top) / at.unit);
  const inside = row >= 0 && column >= 0 && row < at.size && column < at.size;
  return inside ? { row, column } : null;
}

/** A part along an edge: where its line runs, and the name that has room there. */
export function brackets(parts: readonly Part[], { unit }: Layout) {
  return parts.map((part) => {
    const [from, to] = [part.start * unit + 1, part.end * unit - 1];
    const fits = part.name.length * 7.5 < to - from;
    const text = fits ? part.name : to - from > 9 ? part.short : "";
    return { from, to: Math.max(to, from + 1), text, name: part.name };
  });
}

/** Names near a place on an axis, each `step` px from the next, the picked one where it belongs
 * unless the end of the axis is too near. */
export function strip(
  names: readonly string[],
  at: number,
  unit: number,
  around: number,
  step: number,
) {
  const from = Math.max(0, at - around);
  const to = Math.min(names.length, at + around + 1);
  const centre = (at + 0.5) * unit;
  const before = (at - from) * step;
  const start = Math.max(
    step / 2,
    Math.min(centre - before, names.length * unit - (to - from - 0.5) * step),
  );
  return names.slice(from, to).map((name, i) => ({
    name,
    at: from + i,
    place: start + i * step,
    picked: from + i === at,
  }));
}

// Layers down, heads across: where each small picture stands.

export interface Sheet {
  layers: number;
  heads: number;
  size: number; // of one picture, px
  gap: number;
}

export function placeOf({ size, gap }: Sheet, layer: number, head: number): [number, number] {
  return [head * (size + gap), layer * (size + gap)];
}

/** The picture under a point, or null between two. */
export function pictureAt(sheet: Sheet, x: number, y: number): [number, number] | null {
  const step = sheet.size + sheet.gap;
  const [head, layer] = [Math.floor(x / step), Math.floor(y / step)];
  const inside = x >= 0 && y >= 0 && x % step < sheet.size && y % step < sheet.size;
  return inside && head < sheet.heads && layer < sheet.layers ? [layer, head] : null;
}
