// The ribbon: the tokens end to end from 0 to 1, each as long as it is probable, as the model has
// them and, below, as they are drawn from.

import { lay, type Part } from "../../../core/decoding/decoding";
import type { Narrowed } from "../../../core/decoding/filters";
import { nameWidth } from "../../../ui/plot/label";

export interface Ribbons {
  model: Part[]; // at temperature 1, nothing taken away
  drawn: Part[]; // at the temperature, what the filters left
  above: [from: number, to: number]; // where the chosen token lies in `model`
  below: [from: number, to: number]; // and in `drawn`
}

const THIN = 4; // pixels of the shortest piece drawn by itself as the model has it
const WIDE = 12; // and as it is drawn from
const MOST = 40; // pieces drawn by themselves

/** Both ribbons `width` pixels long; `chosen`: its place among those that are left. */
export function ribbons(own: Narrowed, left: Narrowed, chosen: number, width: number): Ribbons {
  const place = own.order.indexOf(left.order[chosen] ?? 0);
  return {
    model: lay(own, place, pieces(own, THIN / width)),
    drawn: lay(left, chosen, pieces(left, WIDE / width)),
    above: own.stretch(place),
    below: left.stretch(chosen),
  };
}

/** How many of the likeliest tokens are each at least so long. */
function pieces(left: Narrowed, least: number): number {
  let shown = 0;
  while (shown < Math.min(MOST, left.size)) {
    const [from, to] = left.stretch(shown);
    if (to - from < least) break;
    shown += 1;
  }
  return shown;
}

export interface PieceName {
  text: string;
  way: "large" | "level" | "upright";
  share: boolean; // there is room for its percentage below
}

const MARGIN = 12; // pixels left free in a piece, on both sides together

/** How a name stands in a piece: large, small, or along it; nothing where there is no room at all. */
export function pieceName(text: string, width: number, height: number): PieceName | null {
  const share = width >= 60;
  if (nameWidth(text, 12, 20) <= width - 2 * MARGIN) return { text, way: "large", share };
  if (nameWidth(text, 8.5, 14.5) <= width - MARGIN) return { text, way: "level", share };
  if (width < 18 || nameWidth(text, 8.5, 14.5) > height - MARGIN) return null;
  return { text, way: "upright", share: false };
}

/** One in how many a probability is, as people say it: `3`, `1.4`, `120`. */
export function oneIn(p: number): string {
  const times = 1 / p;
  if (times < 2) return String(Number(times.toFixed(1)));
  const size = 10 ** Math.max(Math.floor(Math.log10(times)) - 1, 0);
  return String(Math.round(times / size) * size);
}
