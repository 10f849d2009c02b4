// Numbers and their intervals as Measure's tables and sentences show them.

import type { Interval } from "../../../core/api/api.gen";
import { pointsBetween, sharesBetween } from "../../../core/measurement/bounds";
import { percentDigits, points } from "../../../core/text/numbers";
import { figure, type Cell } from "../../../core/text/table";
import type { Value } from "../../../core/gallery/finding";

/** In percent for readers, as a share for programs. */
export function shareCell(value: Value | null): Cell {
  return value === null ? figure(null, "") : figure(value.value, percentDigits(value.value));
}

export function boundsText(value: Value | Interval | null): string {
  if (value?.low === undefined || value.high === undefined) return "";
  return `[${sharesBetween(value.low, value.high)}]`;
}

/** A change in points with its interval: `+12.3 [+8.0, +16.6]`. */
export function changeText({ value, low, high }: Interval): string {
  return `${points(value)} [${pointsBetween(low, high)}]`;
}
