// The two panels of a measurement, right and form, in pixels: where each stands, and what stands
// over what.

import type { Scale } from "../../../../ui/plot/scale";
import type { Value } from "../../../../core/gallery/finding";

/** A mark with its interval. `faint`: hatched, since the answers it counts among are seldom given. */
export interface Mark extends Value {
  faint?: boolean;
}

export interface PanelSeries {
  i: number; // its color and its mark
  shown: string | null; // its name, where a panel has several
  marks: readonly (Mark | null)[]; // by category
}

export interface Panel {
  title: string;
  short: string; // its title where there is little room
  series: readonly PanelSeries[]; // the first one has its numbers beside it
  rule: { value: number; shown: string } | null; // a line across
}

export interface Category {
  id: string;
  label: string;
  loose?: boolean; // stands for itself: no line leads to it
}

export interface Place {
  left: number; // of the axis' lines
  right: number;
}

/** Two panels beside one another: the numbers of their one axis stand left of the first. */
export function places(width: number, numbers: number, between: number): [Place, Place] {
  const each = (width - numbers - between) / 2;
  return [
    { left: numbers, right: numbers + each },
    { left: width - each, right: width },
  ];
}

/** Over its interval. */
export function numberHeight({ value, high }: Mark, down: Scale): number {
  return down(high ?? value) - 10;
}
