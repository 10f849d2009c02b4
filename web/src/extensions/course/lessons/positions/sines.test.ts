import { expect, it } from "vitest";
import { byDistance, PLACES, product, sines, WIDTH } from "./sines";

it("are the formula's", () => {
  expect(sines(0)).toEqual(Array.from({ length: WIDTH }, (_, i) => i % 2));
  expect(sines(3, 4)[0]).toBeCloseTo(Math.sin(3), 12);
  expect(sines(3, 4)[3]).toBeCloseTo(Math.cos(3 / 100), 12);
});
it("have a product that only their distance decides", () => {
  const curve = byDistance();
  expect(curve).toHaveLength(PLACES);
  expect(curve[0]?.y).toBeCloseTo(WIDTH / 2, 9);
  for (const [p, q] of [
    [5, 9],
    [40, 44],
    [63, 1],
  ] as const)
    expect(product(sines(p), sines(q))).toBeCloseTo(curve[Math.abs(p - q)]?.y ?? NaN, 9);
});
