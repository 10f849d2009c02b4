import { describe, expect, it } from "vitest";
import { lessonResult } from "../../views/lessons/lessons";
import { cut, packed, PIXELS, SIDE, unpacked, widthOf } from "./patches";
import { pixelsOf } from "./strokes";
import image from "./digit.json";

describe("an image", () => {
  it("is cut into sixteen patches of four numbers, row by row", () => {
    const patches = cut(PIXELS);
    expect(patches).toHaveLength(16);
    patches.forEach((patch, i) => {
      const [top, left] = [SIDE * Math.floor(i / 4), SIDE * (i % 4)];
      const pixels = [0, 1].flatMap((y) =>
        [0, 1].map((x) => (image.pixels[top + y]?.[left + x] ?? NaN) / image.largest),
      );
      expect(patch).toEqual(pixels);
    });
  });
  it("goes into an address and comes out of it", () => {
    const patches = cut(PIXELS);
    expect(unpacked(packed(patches))).toEqual(patches);
    for (const wrong of [
      [],
      packed(patches).slice(1),
      Array(16).fill(17 ** 4),
      Array(16).fill(0.5),
    ])
      expect(unpacked(wrong)).toBeNull();
  });
});

describe("a drawing", () => {
  const LINE = [
    [0.5, 0.4],
    [0.5, 0.6],
  ] as const;

  it("is fitted to the image, from its first row to its last, in the middle", () => {
    const pixels = pixelsOf([LINE]);
    const rows = Array.from({ length: 8 }, (_, y) => pixels.slice(8 * y, 8 * y + 8));
    for (const row of rows) {
      expect(row.slice(0, 3).concat(row.slice(5))).toEqual([0, 0, 0, 0, 0, 0]);
      expect(row[3]).toBe(row[4]);
      expect(row[3]).toBeGreaterThan(0);
    }
    const moved = LINE.map(([x, y]) => [x - 0.3, y + 0.2] as const);
    expect(pixelsOf([moved])).toEqual(pixels);
  });
  it("is as narrow as the data's digits, however wide it was drawn", () => {
    const turns = Array.from({ length: 33 }, (_, i) => (i / 16) * Math.PI);
    const round = turns.map((a) => [0.5 + 0.4 * Math.cos(a), 0.5 + 0.4 * Math.sin(a)] as const);
    const pixels = pixelsOf([round]);
    const column = (x: number) => pixels.filter((_, i) => i % 8 === x).reduce((a, b) => a + b, 0);
    const row = (y: number) => pixels.slice(8 * y, 8 * y + 8).reduce((a, b) => a + b, 0);
    expect([column(0), column(7)]).toEqual([0, 0]);
    for (const edge of [column(1), column(6), row(0), row(7)]) expect(edge).toBeGreaterThan(0);
  });
  it("counts each bit of a block once, 16 at most, whatever passes over it", () => {
    expect(pixelsOf([LINE, LINE])).toEqual(pixelsOf([LINE]));
    const full = Array.from({ length: 33 }, (_, i) => [[0, i / 32] as const, [1, i / 32] as const]);
    expect(Math.max(...pixelsOf(full))).toBe(16);
  });
  it("of a dot stays a dot, and of nothing is nothing", () => {
    expect(pixelsOf([]).every((pixel) => pixel === 0)).toBe(true);
    const dot = pixelsOf([[[0.2, 0.9]]]);
    expect(dot.filter((pixel) => pixel > 0)).toHaveLength(4);
  });
});

it("the layer's width is read off its parameters", async () => {
  const result = await lessonResult("patches");
  const width = result === null ? NaN : widthOf(result);
  expect(Number.isInteger(width)).toBe(true);
});
