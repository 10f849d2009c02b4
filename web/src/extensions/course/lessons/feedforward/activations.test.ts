import { expect, it } from "vitest";
import { apart, gelu, geluTanh, normalBelow, relu, silu } from "./activations";

it("knows the normal distribution as tables print it", () => {
  for (const [x, share] of [
    [0, 0.5],
    [1, 0.8413447461],
    [-1.96, 0.0249978951],
    [5, 0.9999997133],
  ] as const)
    expect(normalBelow(x)).toBeCloseTo(share, 9);
});
it("gives at minus one what the lesson says, and the same on both ends", () => {
  expect(relu(-1)).toBe(0);
  expect(gelu(-1)).toBeCloseTo(-0.16, 2);
  for (const activation of [relu, gelu, silu]) {
    expect(activation(0)).toBeCloseTo(0, 12);
    expect(activation(5)).toBeCloseTo(5, 1);
    expect(activation(-5)).toBeCloseTo(0, 1);
  }
});
it("differs from its tanh form by less than 0.0005, near 2.7", () => {
  const places = Array.from({ length: 1001 }, (_, i) => i / 100 - 5);
  const { x, by } = apart(places);
  expect(Math.abs(x)).toBeGreaterThan(2.5);
  expect(Math.abs(x)).toBeLessThan(2.9);
  expect(by).toBeCloseTo(4.7e-4, 5);
  expect(geluTanh(1)).not.toBe(gelu(1));
});
