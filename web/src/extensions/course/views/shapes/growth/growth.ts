// Parameters by year on a logarithmic scale, as pure geometry. What has no year of publication here
// (an installed model) stands in a lane of its own at the right.

import type { ShapeRow } from "../../../../../core/models/shapes";
import { linear, ticksOf, type Tick } from "../../../../../ui/plot/scale";

export interface Spot {
  id: string;
  name: string;
  family: ShapeRow["family"] | "rumour";
  parameters: number;
  x: number;
  y: number;
  label: { x: number; y: number; anchor: "start" | "end" } | null; // null where it finds no room
}

export interface Growth {
  height: number;
  left: number;
  right: number;
  ticks: Tick[];
  years: Tick[];
  here: number; // x of the lane of installed models
  spots: Spot[];
}

export const RUMOURED = 1.8e12; // GPT-4, unofficial

const [TOP, BOTTOM, LEFT] = [16, 32, 52];
const HERE = 72; // width of the lane of installed models
const [FIRST, LAST] = [2018, 2024];
const [SMALLEST, LARGEST] = [8, 13]; // powers of ten; lower where a shape is smaller
const BESIDE = 14; // between two marks of the lane that would lie over one another
const APART = 15; // between two labels

export function growth(rows: readonly ShapeRow[], width: number, height = 380): Growth {
  const right = width - HERE;
  const xOf = linear({ min: FIRST, max: LAST }, LEFT, right);
  const sizes = rows.map((row) => row.parameters ?? RUMOURED);
  const smallest = Math.min(SMALLEST, ...sizes.map((size) => Math.floor(Math.log10(size))));
  const yOf = (parameters: number) => {
    const share = (Math.log10(parameters) - smallest + 0.1) / (LARGEST - smallest);
    return height - BOTTOM - share * (height - BOTTOM - TOP);
  };
  const here = right + HERE / 2;
  const spots = rows.map((row): Spot => {
    const parameters = row.parameters ?? RUMOURED;
    const dated = row.year !== null && row.month !== null;
    const x = dated ? xOf((row.year ?? 0) + ((row.month ?? 1) - 0.5) / 12) : here;
    const family = row.parameters === null ? "rumour" : row.family;
    const y = yOf(parameters);
    return { id: row.id, name: row.name, family, parameters, x, y, label: null };
  });
  return {
    height,
    left: LEFT,
    right,
    ticks: ticksOf(
      steps(smallest, LARGEST).map((power) => 10 ** power),
      yOf,
    ),
    years: ticksOf(steps(FIRST, LAST - 1), xOf),
    here,
    spots: labelled(sideBySide(spots, here), here, width),
  };
}

/** The marks of the lane, those that would lie over one another in a row about its middle. */
function sideBySide(spots: readonly Spot[], here: number): Spot[] {
  const rows: Spot[][] = [];
  for (const spot of spots.filter(({ x }) => x === here).sort((a, b) => a.y - b.y)) {
    const last = rows.at(-1);
    if (last?.[0] !== undefined && spot.y - last[0].y < BESIDE) last.push(spot);
    else rows.push([spot]);
  }
  const apart = (many: number) => Math.min(BESIDE, (HERE - BESIDE) / Math.max(1, many - 1));
  const places = new Map(
    rows.flatMap((row) =>
      row.map(
        ({ id }, at) => [id, here + (at - (row.length - 1) / 2) * apart(row.length)] as const,
      ),
    ),
  );
  return spots.map((spot) => ({ ...spot, x: places.get(spot.id) ?? spot.x }));
}

/** Names to the right of their marks, the largest first, as far as they do not meet. */
function labelled(spots: Spot[], lane: number, width: number): Spot[] {
  const taken: { from: number; to: number; y: number }[] = spots.map(({ x, y }) => ({
    from: x - 8,
    to: x + 8,
    y,
  }));
  const placed = new Map<string, Spot["label"]>();
  for (const spot of [...spots].sort((a, b) => b.parameters - a.parameters)) {
    const length = 8 * spot.name.length;
    const toLeft = spot.x > lane - HERE / 2 || spot.x + 12 + length > width;
    const [from, to] = toLeft
      ? [spot.x - 12 - length, spot.x - 12]
      : [spot.x + 12, spot.x + 12 + length];
    const free = taken.every(
      (other) => Math.abs(other.y - spot.y) >= APART || other.to < from || other.from > to,
    );
    if (!free) continue;
    taken.push({ from, to, y: spot.y });
    placed.set(spot.id, {
      x: toLeft ? to : from,
      y: spot.y + 4,
      anchor: toLeft ? "end" : "start",
    });
  }
  return spots.map((spot) => ({ ...spot, label: placed.get(spot.id) ?? null }));
}

function steps(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
