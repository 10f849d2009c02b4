import { expect, it } from "vitest";
import { lessonResult } from "../../features/lessons/lessons";
import { PATCHES, SIDE, widthOf } from "./patches";
import image from "./digit.json";

it("cuts the image into sixteen patches of four numbers, row by row", () => {
  expect(PATCHES).toHaveLength(16);
  PATCHES.forEach((patch, i) => {
    const [top, left] = [SIDE * Math.floor(i / 4), SIDE * (i % 4)];
    const pixels = [0, 1].flatMap((y) =>
      [0, 1].map((x) => (image.pixels[top + y]?.[left + x] ?? NaN) / image.largest),
    );
    expect(patch).toEqual(pixels);
  });
});

it("reads the layer's width off its parameters", async () => {
  const result = await lessonResult("patches");
  const width = result === null ? NaN : widthOf(result);
  expect(Number.isInteger(width)).toBe(true);
});
