import { expect, it } from "vitest";
import { picksOf, pointName, type Result } from "./result";

const series = [
  { name: "heads", x: "throws", unit: "share", points: [{ x: 10, y: 0.4, low: 0.2, high: 0.7 }] },
  { name: "tails", x: "throws", unit: "share", points: [{ x: 10, y: 0.6, n: 10 }] },
];
const result = { name: "coins", series } as unknown as Result;

it("points of several series are rows of one, with what was measured of each and its name", () => {
  const { name, unit, points } = picksOf(result, ["tails[10]", "heads[10]"]);
  expect(unit).toBe("share");
  expect(points).toEqual([
    { x: "tails[10]", y: 0.6, n: 10 },
    { x: "heads[10]", y: 0.4, low: 0.2, high: 0.7 },
  ]);
  expect(points.map(({ x }) => pointName(name, x))).toEqual(["tails[10]", "heads[10]"]);
});

it("a point that was not measured is refused by its name", () => {
  expect(() => picksOf(result, ["heads[11]"])).toThrow("heads of coins has no point at 11.");
});
