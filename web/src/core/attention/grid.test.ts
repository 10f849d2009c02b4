import { describe, expect, it } from "vitest";
import { brackets, cellAt, layout, side, strip, pictureAt, placeOf } from "./grid";

describe("a grid's layout", () => {
  it("finds each cell where it stands, at any size and width", () => {
    for (const size of [1, 18, 40, 41, 300, 512]) {
      for (const width of [326, 720, 912]) {
        const at = layout(size, width, true);
        for (const [row, column] of [
          [0, 0],
          [size - 1, 0],
          [Math.floor(size / 2), size - 1],
        ] as const) {
          const x = at.left + (column + 0.5) * at.unit;
          const y = at.top + (row + 0.5) * at.unit;
          expect(cellAt(at, x, y)).toEqual({ row, column });
        }
        expect(cellAt(at, at.left - 1, at.top + 1)).toBeNull();
        expect(cellAt(at, at.left + side(at) + 1, at.top + 1)).toBeNull();
      }
    }
  });
  it("of a canvas never needs more than its width", () => {
    for (const width of [296, 358, 912]) {
      const at = layout(300, width, true);
      expect(at.left + side(at)).toBeLessThanOrEqual(width);
    }
  });
  it("names parts in full where there is room, else shortly, else not", () => {
    const parts = [
      { name: "Example 1", short: "1", start: 0, end: 20 },
      { name: "Example 2", short: "2", start: 20, end: 22 },
      { name: "Question", short: "Q", start: 22, end: 23 },
    ];
    const texts = brackets(parts, { size: 23, left: 0, top: 0, unit: 8 }).map(({ text }) => text);
    expect(texts).toEqual(["Example 1", "2", ""]);
  });
  it("shows the names around a place in order, inside the axis", () => {
    const names = Array.from({ length: 300 }, (_, i) => String(i));
    for (const at of [0, 3, 150, 297, 299]) {
      const shown = strip(names, at, 2, 7, 14);
      expect(shown.filter(({ picked }) => picked).map(({ name }) => name)).toEqual([String(at)]);
      shown.forEach(({ place }, i) => {
        expect(place).toBeGreaterThanOrEqual(7);
        expect(place).toBeLessThanOrEqual(600 - 7);
        if (i > 0) expect(place - (shown[i - 1]?.place ?? 0)).toBeCloseTo(14, 9);
      });
    }
    expect(strip(names, 150, 2, 7, 14)[7]?.place).toBe(301);
  });
});

const sheet = { layers: 30, heads: 9, size: 24, gap: 3 };

describe("thumbnails", () => {
  it("are found where they are placed, and nowhere between", () => {
    for (const [layer, head] of [
      [0, 0],
      [29, 8],
      [12, 4],
    ] as const) {
      const [x, y] = placeOf(sheet, layer, head);
      expect(pictureAt(sheet, x, y)).toEqual([layer, head]);
      expect(pictureAt(sheet, x + 23.9, y + 23.9)).toEqual([layer, head]);
    }
    expect(pictureAt(sheet, 25, 0)).toBeNull();
    expect(pictureAt(sheet, 9 * 27, 0)).toBeNull();
    expect(pictureAt(sheet, -1, 0)).toBeNull();
    expect(pictureAt(sheet, 0, 30 * 27)).toBeNull();
  });
});
