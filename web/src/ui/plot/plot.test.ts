import { describe, expect, it } from "vitest";
import { band, heightsOf, path } from "./curve";
import { apart, nameWidth } from "./label";
import { frame, linear, roundTicks, roundTicksOf, spanOf } from "./scale";

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
    expect(path({ points }, BOX)).toBe("M40 120M240 12");
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
    expect(spanOf(heightsOf(curves), true).min).toBe(0);
    expect(spanOf(heightsOf(curves), false).min).toBeGreaterThan(3.9);
    expect(spanOf([], true)).toEqual({ min: 0, max: 1 });
  });
  it("spans what is below 0 too, and ends at a floor where one is given", () => {
    expect(spanOf([-0.5, 1], true).min).toBeLessThan(-0.5);
    expect(spanOf([0.01, 8], false).min).toBeLessThan(0);
    expect(spanOf([0.01, 8], false, 0).min).toBe(0);
  });
  it("has ticks about as far apart as is asked, up or down", () => {
    const span = { min: 0, max: 10 };
    const down = roundTicksOf(span, linear(span, 200, 0), 40);
    expect(down.map(({ value, at }) => [value, at])).toEqual([
      [0, 200], [2, 160], [4, 120], [6, 80], [8, 40], [10, 0],
    ]); // prettier-ignore
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

describe("a name", () => {
  it("is given more room in Chinese characters than in as many letters", () => {
    expect(nameWidth("abcd")).toBeLessThan(nameWidth("逐位数字"));
    expect(nameWidth("逐位数字")).toBeGreaterThan(4 * 13);
    expect(nameWidth("")).toBe(0);
  });
});
