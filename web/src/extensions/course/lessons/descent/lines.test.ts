import { describe, expect, it } from "vitest";
import { apart, descended, MOST_STEPS, nearest, NOISE, RATE, ridge, type Line } from "./lines";

const EXAMPLES = [
  { x: -1.6, y: -0.7 },
  { x: -0.9, y: -0.9 },
  { x: -0.3, y: 0.5 },
  { x: 0.4, y: 0.4 },
  { x: 1.1, y: 2.1 },
  { x: 1.7, y: 1.9 },
];

/** What ridge regression makes least: squared errors, and noise^2 times the squared weights. */
function cost([height, slope]: Line): number {
  const missed = EXAMPLES.map(({ x, y }) => (y - height - slope * x) ** 2);
  return missed.reduce((a, b) => a + b) + NOISE ** 2 * (height ** 2 + slope ** 2);
}

describe("lines through examples", () => {
  it("ridge regression's costs less than any line beside it", () => {
    const [height, slope] = ridge(EXAMPLES);
    for (const [up, turn] of [
      [0.01, 0],
      [-0.01, 0],
      [0, 0.01],
      [0, -0.01],
    ] as const)
      expect(cost([height + up, slope + turn])).toBeGreaterThan(cost([height, slope]));
  });
  it("the first step of descent is the lesson's formula", () => {
    const [height, slope] = descended(EXAMPLES, 1)[1] ?? [0, 0];
    const k = EXAMPLES.length;
    expect(height).toBeCloseTo((RATE / k) * EXAMPLES.reduce((sum, { y }) => sum + y, 0), 12);
    expect(slope).toBeCloseTo((RATE / k) * EXAMPLES.reduce((sum, { x, y }) => sum + x * y, 0), 12);
  });
  it("descent comes nearest to ridge regression on the way to least squares, and nowhere runs away", () => {
    const lines = descended(EXAMPLES, MOST_STEPS);
    const goal = ridge(EXAMPLES);
    const steps = nearest(lines, goal);
    expect(steps).toBeGreaterThan(4);
    expect(steps).toBeLessThan(MOST_STEPS);
    const far = [-2, 2].flatMap((x) => [-4, 4].map((y) => ({ x, y })));
    for (const corner of far) {
      const all = descended(Array(6).fill(corner), 500);
      const [height, slope] = all.at(-1) ?? [0, 0];
      expect(height + slope * corner.x).toBeCloseTo(corner.y, 6);
    }
  });
  it("lines are apart by what a mean over N(0, 1) gives, never by less than nothing", () => {
    expect(apart([1, 2], [1, 2])).toBe(0);
    const [a, b] = [
      [0.3, -1],
      [-0.2, 0.5],
    ] as const;
    let [sum, weight] = [0, 0];
    for (let x = -8; x <= 8; x += 0.01) {
      const density = Math.exp((-x * x) / 2);
      sum += density * (a[0] - b[0] + (a[1] - b[1]) * x) ** 2;
      weight += density;
    }
    expect(apart(a, b)).toBeCloseTo(sum / weight, 6);
  });
});
