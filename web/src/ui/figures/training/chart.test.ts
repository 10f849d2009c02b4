import { describe, expect, it } from "vitest";
import { apart, band, frame, path, roundTicks, spanOf, dots, type ChoiceRow } from "./chart";
import { headGrid } from "./heads";

const BOX = frame(300, 148, { left: 40, right: 60 }, { min: 0, max: 100 }, { min: 0, max: 1 });
const points = [
  { step: 0, x: 0, y: 0 },
  { step: 1, x: 50, y: null },
  { step: 2, x: 100, y: 1, low: 0.5, high: 1 },
];

describe("a chart", () => {
  it("lays values out in its frame", () => {
    expect([BOX.x(0), BOX.x(100), BOX.y(0), BOX.y(1)]).toEqual([40, 240, 120, 12]);
  });
  it("leaves a gap where there is no number", () => {
    expect(path({ id: "a", points }, BOX)).toBe("M40 120M240 12");
  });
  it("draws a band only where there are two intervals", () => {
    expect(band({ id: "a", points }, BOX)).toBe("");
    const two = points.map((point) => ({ ...point, y: 0.5, low: 0.25, high: 0.75 }));
    expect(band({ id: "a", points: two }, BOX)).toMatch(
      /^M40 39L140 39L240 39L240 93L140 93L40 93Z$/,
    );
  });
  it("names round numbers", () => {
    expect(roundTicks({ min: 0, max: 30_720_000 }, 7)).toEqual([
      0, 5e6, 10e6, 15e6, 20e6, 25e6, 30e6,
    ]);
    expect(roundTicks({ min: 2.2, max: 3.1 }, 4).map((tick) => tick.toFixed(1))).toEqual([
      "2.2",
      "2.4",
      "2.6",
      "2.8",
      "3.0",
    ]);
    expect(roundTicks({ min: 1, max: 1 }, 4)).toEqual([1]);
  });
  it("begins at nothing while a run goes on, so that what is there stays", () => {
    const curves = [
      {
        id: "a",
        points: [
          { step: 0, x: 0, y: 4 },
          { step: 1, x: 1, y: 5 },
        ],
      },
    ];
    expect(spanOf(curves, true).min).toBe(0);
    expect(spanOf(curves, false).min).toBeGreaterThan(3.9);
    expect(spanOf([], true)).toEqual({ min: 0, max: 1 });
  });
});

describe("names at the ends of lines", () => {
  it.each([
    [[50, 51, 52], 0, 100],
    [[0, 0, 0, 0], 0, 100],
    [[100, 99, 100], 0, 100],
    [[10, 80], 0, 100],
  ])("%j stand apart, in their order, in the frame", (heights, top, bottom) => {
    const placed = apart(heights, 15, top, bottom);
    const sorted = [...placed].sort((a, b) => a - b);
    sorted.slice(1).forEach((y, i) => expect(y - (sorted[i] ?? 0)).toBeGreaterThanOrEqual(15));
    expect(sorted[0]).toBeGreaterThanOrEqual(top);
    expect(sorted.at(-1)).toBeLessThanOrEqual(bottom);
    const order = (all: readonly number[]) =>
      all.map((_, i) => i).sort((a, b) => (all[a] ?? 0) - (all[b] ?? 0));
    expect(order(placed)).toEqual(order(heights));
  });
  it("stay where they are when they do not meet", () => {
    expect(apart([10, 80], 15, 0, 100)).toEqual([10, 80]);
  });
});

describe("the grid of heads", () => {
  const curves = [0, 1].flatMap((layer) =>
    [0, 1, 2].map((head) => ({ id: `${layer}.${head}`, points: [{ step: 1, x: 5, y: 0.5 }] })),
  );
  it("has a cell for each, layers down and heads across", () => {
    const grid = headGrid(curves, 300, 10, null);
    expect([grid.layers, grid.heads, grid.sparks.length]).toEqual([2, 3, 6]);
    const [first, , , below] = grid.sparks;
    expect([below?.x, (below?.y ?? 0) > (first?.y ?? 0)]).toEqual([first?.x, true]);
    expect(first?.value).toBe(0.5);
    expect(grid.width).toBeLessThanOrEqual(300);
  });
  it("is empty without heads", () => {
    expect(headGrid([], 300, 10, null)).toMatchObject({ layers: 0, heads: 0, sparks: [] });
  });
});

describe("dots with intervals", () => {
  const row = (kind: ChoiceRow["kind"], value: number): ChoiceRow => ({
    ...{ kind, name: "a", form: null, n: 10 },
    choice: [value, value - 0.1, value + 0.1],
  });
  it.each([320, 900])("stand on one axis in %i pixels, each kind under its head", (width) => {
    const drawing = dots([row("shots", 0.5), row("shots", 1), row("baseline", 0.2)], width, 20);
    expect(drawing.heads.map((head) => head.kind)).toEqual(["shots", "baseline"]);
    const [half, whole] = drawing.dots;
    expect(half?.x).toBeCloseTo((drawing.left + drawing.right) / 2, 5);
    expect(whole?.x).toBe(drawing.right);
    expect(whole?.to).toBe(drawing.right); // an interval never leaves the axis
    expect(drawing.right).toBeLessThanOrEqual(width);
    const heights = drawing.dots.map((dot) => dot.y);
    expect(heights).toEqual([...heights].sort((a, b) => a - b));
  });
});
