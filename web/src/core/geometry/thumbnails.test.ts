import { describe, expect, it } from "vitest";
import { pictureAt, placeOf } from "./thumbnails";

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
