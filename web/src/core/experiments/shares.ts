// The interval of a share that is computed here, within 0 to 1; those of results are written so.

import type { Point } from "./result";

/** A share's interval by Student's t may end where no share is, and is then as wide on the logit
 * scale. The twin of shotglass_research/experiments/points.py. */
export function withinShare(point: Point): Point {
  const { y, low, high } = point;
  if (low === undefined || high === undefined || (low >= 0 && high <= 1)) return point;
  if (y <= 0 || y >= 1) return { ...point, low: Math.max(0, low), high: Math.min(1, high) };
  const [middle, reach] = [Math.log(y / (1 - y)), Math.max(high - y, y - low) / (y * (1 - y))];
  const share = (logit: number) => 1 / (1 + Math.exp(-logit));
  return { ...point, low: share(middle - reach), high: share(middle + reach) };
}
