// Curves as paths: a line through the points, and the band of their intervals.

import type { Frame } from "./scale";

export interface Point {
  step: number;
  x: number;
  y: number | null; // null where it was no number
  low?: number; // of the 95 % interval
  high?: number;
}

export interface Curve {
  id: string;
  points: Point[];
}

/** All that stands on the y-axis. */
export function heightsOf(curves: readonly Curve[]): number[] {
  return curves.flatMap(({ points }) => points.flatMap(({ y }) => y ?? []));
}

/** The last point at or before `step`; the last of all for null. */
export function pointAt(curve: Curve, step: number | null): Point | undefined {
  if (step === null) return curve.points.at(-1);
  return curve.points.findLast((point) => point.step <= step) ?? curve.points[0];
}

/** The line of a curve; where it has no number there is a gap. */
export function path(curve: Pick<Curve, "points">, frame: Pick<Frame, "x" | "y">): string {
  let pen = "M";
  return curve.points
    .map(({ x, y }) => {
      if (y === null) {
        pen = "M";
        return "";
      }
      const piece = `${pen}${round(frame.x(x))} ${round(frame.y(y))}`;
      pen = "L";
      return piece;
    })
    .join("");
}

/** The band of a curve's intervals, as one closed path; empty where it has none. */
export function band(curve: Curve, frame: Frame): string {
  const sure = curve.points.filter(
    (point): point is Point & { low: number; high: number } =>
      point.y !== null && point.low !== undefined && point.high !== undefined,
  );
  if (sure.length < 2) return "";
  const at = (x: number, y: number) => `${round(frame.x(x))} ${round(frame.y(y))}`;
  const above = sure.map((point) => at(point.x, point.high));
  const below = [...sure].reverse().map((point) => at(point.x, point.low));
  return `M${[...above, ...below].join("L")}Z`;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
