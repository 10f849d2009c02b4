import { describe, expect, it } from "vitest";
import { bars, corner, digits, indexAt, largest, linesOf } from "./strip";

describe("a strip of bars", () => {
  it("is one line while its bars have room, and lines of equal length beyond", () => {
    expect(linesOf(11, 860)).toMatchObject({ columns: 11, lines: 1, height: 36 });
    expect(linesOf(64, 860)).toMatchObject({ columns: 64, lines: 1 });
    expect(linesOf(256, 860)).toMatchObject({ columns: 128, lines: 2 });
    expect(linesOf(1536, 350)).toMatchObject({ columns: 64, lines: 24, height: 13 });
    expect(linesOf(3, 0)).toMatchObject({ columns: 3, lines: 1 });
  });
  it("has every number where one points at it", () => {
    const at = linesOf(1000, 860);
    for (const i of [0, 1, 127, 128, 999]) {
      const [x, y] = corner(i, at);
      expect(indexAt(x + at.cell / 2, y + 1, 1000, at)).toBe(i);
    }
    expect(indexAt(-1, 1, 1000, at)).toBeNull();
    expect(indexAt(at.columns * at.cell - 1, at.lines * at.height - 1, 1000, at)).toBeNull();
  });
  it("draws what is above 0 up and what is below it down, none for 0", () => {
    const at = linesOf(3, 90);
    expect(bars([2, 0, -1], 1, at)).toBe("M0.0 18h29.0v-17.0h-29.0Z");
    expect(bars([2, 0, -1], -1, at)).toBe("M60.0 18h29.0v8.5h-29.0Z");
    expect(largest([0, 0])).toBe(1);
  });
});

describe("a number of a vector", () => {
  it.each([
    [0, "0"],
    [0.41824, "0.4182"],
    [-12.346, "−12.35"],
    [1234.6, "1235"],
    [0.001234, "0.001234"],
    [-0.0000123, "−1.23e−5"],
    [1, "1.000"],
    [-Infinity, "−∞"],
  ])("%d is written %s", (x, text) => {
    expect(digits(x)).toBe(text);
  });
});
