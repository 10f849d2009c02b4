import { describe, expect, it } from "vitest";
import { wilson } from "./wilson";

describe("Wilson's interval", () => {
  it("is the one of the textbook", () => {
    const [low, high] = wilson(145, 200); // 72.5 % [65.9, 78.2]
    expect(low).toBeCloseTo(0.6593, 4);
    expect(high).toBeCloseTo(0.7822, 4);
  });
  it("ends at 0 and at 1 where nothing or everything hit", () => {
    expect(wilson(0, 1000)[0]).toBe(0);
    expect(wilson(0, 1000)[1]).toBeCloseTo(0.00383, 5);
    expect(wilson(1000, 1000)[1]).toBe(1);
  });
  it("knows nothing from nothing", () => {
    expect(wilson(0, 0)).toEqual([0, 1]);
  });
});
