import { describe, expect, it } from "vitest";
import { withinShares } from "./shares";

const wide = { name: "a", x: "", points: [{ x: 1, y: 0.811, low: 0.205, high: 1.417 }, { x: 2, y: 1 }] }; // prettier-ignore

describe("a figure", () => {
  it("has intervals of shares within 0 and 1, as wide on the logit scale", () => {
    const [shares] = withinShares([{ ...wide, unit: "share" }]);
    const { low, high } = shares?.points[0] ?? {};
    expect([low, high]).toEqual([expect.closeTo(0.0758, 3), expect.closeTo(0.9956, 3)]);
    expect(shares?.points[1]).toEqual({ x: 2, y: 1 });
    expect(withinShares([{ ...wide, unit: "nats" }])).toEqual([{ ...wide, unit: "nats" }]);
  });
  it("leaves intervals of differences as they are, which may lie below 0", () => {
    const less = { name: "a", x: "", unit: "share", points: [{ x: 1, y: -0.1, low: -0.3, high: 0.1 }, { x: 2, y: 0.1, low: -0.1, high: 0.3 }] }; // prettier-ignore
    expect(withinShares([less])).toEqual([less]);
  });
});
