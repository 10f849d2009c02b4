// Intervals of shares within 0 to 1, wherever a result is drawn, listed or quoted.

import type { Point, Series } from "./result";

/** The series of a figure with their intervals of shares within 0 to 1. Where a value lies below 0,
 * the figure is of differences, which stay as they are. */
export function withinShares<T extends Series>(series: readonly T[]): T[] {
  const differ = series.some(({ points }) => points.some(({ y }) => y < 0));
  return series.map((item) =>
    item.unit !== "share" || differ ? item : { ...item, points: item.points.map(withinShare) },
  );
}

/** A share's interval by Student's t may end where no share is, and is then as wide on the logit
 * scale. */
export function withinShare(point: Point): Point {
  const { y, low, high } = point;
  if (low === undefined || high === undefined || (low >= 0 && high <= 1)) return point;
  if (y <= 0 || y >= 1) return { ...point, low: Math.max(0, low), high: Math.min(1, high) };
  const [middle, reach] = [Math.log(y / (1 - y)), Math.max(high - y, y - low) / (y * (1 - y))];
  const share = (logit: number) => 1 / (1 + Math.exp(-logit));
  return { ...point, low: share(middle - reach), high: share(middle + reach) };
}
