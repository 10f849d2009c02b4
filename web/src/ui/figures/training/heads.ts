// The heads of a model as a grid of small curves: pure geometry, layers down, heads across.

import { pointAt, type Curve } from "../../plot/curve";

export interface Spark {
  id: string; // layer.head, from 0
  layer: number;
  head: number;
  x: number; // of the cell
  y: number;
  area: string; // an SVG path
  value: number | null; // at the step that is read off
}

export interface HeadGrid {
  width: number;
  height: number;
  cell: { width: number; height: number };
  left: number; // room for the layers' names
  top: number; // room for the heads'
  layers: number;
  heads: number;
  sparks: Spark[];
}

const LEFT = 28;
const TOP = 20;
const GAP = 8;
const LEAST = 56; // pixels of a cell's width
const MOST = 150;

/** `curves` as `headCurves` gives them; values from 0 to 1 over `reach` on the axis. */
export function headGrid(
  curves: readonly Curve[],
  width: number,
  reach: number,
  at: number | null,
): HeadGrid {
  const places = curves.map((curve) => curve.id.split(".").map(Number));
  const layers = 1 + Math.max(-1, ...places.map(([layer = 0]) => layer));
  const heads = 1 + Math.max(-1, ...places.map(([, head = 0]) => head));
  const step = Math.min(MOST, Math.max(LEAST, (width - LEFT) / Math.max(1, heads)));
  const cell = { width: step - GAP, height: Math.round(Math.min(48, step * 0.6)) };
  const sparks = curves.map((curve, i): Spark => {
    const [layer = 0, head = 0] = places[i] ?? [];
    const [x, y] = [LEFT + head * step, TOP + layer * (cell.height + GAP)];
    const value = pointAt(curve, at)?.y ?? null;
    return { id: curve.id, layer, head, x, y, area: area(curve, cell, reach), value };
  });
  return {
    width: LEFT + heads * step,
    height: TOP + layers * (cell.height + GAP),
    cell,
    left: LEFT,
    top: TOP,
    layers,
    heads,
    sparks,
  };
}

function area(curve: Curve, cell: { width: number; height: number }, reach: number): string {
  const seen = curve.points.filter((point) => point.y !== null);
  const [first, last] = [seen[0], seen.at(-1)];
  if (first === undefined || last === undefined) return "";
  const x = (value: number) => round((value / (reach || 1)) * cell.width);
  const y = (value: number) => round(cell.height * (1 - Math.min(1, Math.max(0, value))));
  const line = seen.map((point) => `L${x(point.x)} ${y(point.y ?? 0)}`).join("");
  return `M${x(first.x)} ${cell.height}${line}L${x(last.x)} ${cell.height}Z`;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
