// What the measured accuracy of one digit makes of answers of n digits.

import { seriesOf, type Point, type Result } from "../../../../core/experiments/result";

/** p^n at each checkpoint, where p is the measured share of digits that are right. */
export function powersOf(result: Result, n: number): Pick<Point, "x" | "y">[] {
  return seriesOf(result, "digits").points.map(({ x, y }) => ({ x, y: y ** n }));
}
