// One image of the experiment's data, cut as the experiment cuts it.

import { pointOf, type Result } from "../../core/experiments/result";
import image from "./digit.json";

export const SIDE = 2; // pixels of a patch

export const { digit: DIGIT } = image; // what it shows
export const PLACE = image.image + 1; // in the data, from 1

/** The four numbers of each patch, 0 to 1, row by row as text is read. */
export const PATCHES: readonly (readonly number[])[] = cut(image.pixels, image.largest);

function cut(pixels: readonly (readonly number[])[], largest: number): number[][] {
  const starts = pixels.map((_, i) => i).filter((i) => i % SIDE === 0);
  const inside = Array.from({ length: SIDE }, (_, i) => i);
  return starts.flatMap((top) =>
    starts.map((left) =>
      inside.flatMap((y) => inside.map((x) => (pixels[top + y]?.[left + x] ?? 0) / largest)),
    ),
  );
}

/** How many numbers the linear layer makes of a patch: each has a weight a pixel, and one of b. */
export function widthOf(result: Result): number {
  return pointOf(result, "parameters", "linear layer").y / (SIDE * SIDE + 1);
}
