// The bounds of intervals as they are written, and what one leaves out.

import type { Difference, Interval } from "../api/api.gen";
import { percentDigits, points } from "../text/numbers";

/** `65.9, 78.2`: an interval over few draws may reach beyond what a share can be, and is cut. */
export function sharesBetween(low: number, high: number): string {
  return `${percentDigits(Math.max(0, low))}, ${percentDigits(Math.min(1, high))}`;
}

/** `+8.0, +16.6`, cut as well. */
export function pointsBetween(low: number, high: number): string {
  return `${points(Math.max(-1, low))}, ${points(Math.min(1, high))}`;
}

/** ` (99.5 %)` where the interval of a change has another level than the usual one; older records
 * name none. */
export function levelText({ level = 0.95 }: Partial<Difference>): string {
  return Math.abs(level - 0.95) < 1e-9 ? "" : ` (${Number((100 * level).toPrecision(4))} %)`;
}

/** How far a value lies from 0 on either side, of an interval that leaves 0 out. */
export function magnitude({ value, low, high }: Interval): Interval {
  const [near, far] = [Math.abs(low), Math.abs(high)].sort((a, b) => a - b) as [number, number];
  return { value: Math.abs(value), low: near, high: far };
}

/** Whether an interval lies on one side of 0. */
export function isApart({ low, high }: Interval): boolean {
  return low > 0 || high < 0;
}

/** Whether that of a change, which holds for other draws of examples too, does. */
export function isSure({ change }: Difference): boolean {
  return isApart(change);
}

const FAR = 0.5; // half of all answers

/** Whether that of a change reaches from far worse to far better, so that nothing is known by it. */
export function tellsNothing({ low, high }: Pick<Interval, "low" | "high">): boolean {
  return low <= -FAR && high >= FAR;
}
