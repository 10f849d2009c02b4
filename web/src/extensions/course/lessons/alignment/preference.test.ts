import { expect, it } from "vitest";
import { loss, pull } from "./preference";

it("the loss is log 2 where both texts are raised alike, and falls towards 0", () => {
  for (const beta of [0.03, 0.1, 0.5]) {
    expect(loss(beta, 0)).toBeCloseTo(Math.log(2), 12);
    expect(loss(beta, 50)).toBeLessThan(loss(beta, 10));
    expect(loss(beta, 1000)).toBeCloseTo(0, 6);
  }
});

it("the pull is the slope of the loss, as a share of that at 0", () => {
  const step = 1e-5;
  for (const beta of [0.03, 0.1, 0.5])
    for (const gap of [0, 3, 20]) {
      const slope = (at: number) => (loss(beta, at + step) - loss(beta, at - step)) / (2 * step);
      expect(pull(beta, gap)).toBeCloseTo(slope(gap) / slope(0), 4);
    }
});
