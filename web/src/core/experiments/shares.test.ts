import { expect, it } from "vitest";
import { withinShare } from "./shares";

it("an interval of a share is within 0 and 1, as wide on the logit scale", () => {
  const { low, high } = withinShare({ x: 1, y: 0.811, low: 0.205, high: 1.417 });
  expect([low, high]).toEqual([expect.closeTo(0.0758, 3), expect.closeTo(0.9956, 3)]);
});

it("a share without an interval, or with one that can be, stays as it is", () => {
  expect(withinShare({ x: 2, y: 1 })).toEqual({ x: 2, y: 1 });
  const inside = { x: 2, y: 0.5, low: 0.4, high: 0.6 };
  expect(withinShare(inside)).toEqual(inside);
});
