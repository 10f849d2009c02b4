// What a person may set in a stock figure, without a figure.

import { expect, it } from "vitest";
import { chosenName, combinations, crossing, firstValues, nearest } from "./operated";

const curve = (...heights: number[]) => heights.map((y, x) => ({ x, y }));

it("its numbers at first are the first options and the place of the reading", () => {
  const choose = { norm: ["pre", "post"], depth: ["6", "12"] };
  expect(firstValues({ choose, reads: { along: "x", at: 15 } })).toEqual([0, 0, 15]);
  expect(firstValues({})).toEqual([]);
});

it("a choice stands in the names of the series", () => {
  expect(chosenName("loss-{norm}-{depth}", { norm: "pre", depth: "6" })).toBe("loss-pre-6");
  const choose = { norm: ["pre", "post"], depth: ["6", "12", "24"] };
  const all = combinations(choose).map((chosen) => chosenName("{norm}-{depth}", chosen));
  expect(all).toEqual(["pre-6", "pre-12", "pre-24", "post-6", "post-12", "post-24"]);
  expect(combinations()).toEqual([{}]);
});

it("a curve comes as far as a height between two points, along its line", () => {
  expect(crossing(curve(0.2, 0.4, 0.8), 0.5)?.x).toBeCloseTo(1.25);
  expect(crossing(curve(5, 4, 2), 3)?.x).toBeCloseTo(1.5);
  expect(crossing(curve(0.2, 0.4, 0.8), 0.4)).toEqual({ x: 1, already: false });
});

it("a curve that begins there has come there already, and one that ends before it never does", () => {
  expect(crossing(curve(0.2, 0.4), 0.1)).toEqual({ x: 0, already: true });
  expect(crossing(curve(0.2, 0.4), 0.5)).toBeNull();
  expect(crossing(curve(5, 4), 3)).toBeNull();
});

it("the nearest of several values is named by its place", () => {
  expect(nearest([1, 2, 4, 8], 5)).toBe(2);
});
