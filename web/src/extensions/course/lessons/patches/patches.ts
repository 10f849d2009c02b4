// One image of the experiment's data or of one's own, cut as the experiment cuts it.

import { pointOf, type Result } from "../../../../core/experiments/result";
import image from "./digit.json";

export const SIDE = 2; // pixels of a patch
const ACROSS = 8; // pixels of an image
const LARGEST = image.largest; // of a pixel
const LEVELS = LARGEST + 1;

export const { digit: DIGIT } = image; // what the data's image shows
export const PLACE = image.image + 1; // in the data, from 1
export const PIXELS: readonly number[] = image.pixels.flat();

/** The four numbers of each patch, 0 to 1, row by row as text is read. */
export function cut(pixels: readonly number[]): number[][] {
  const starts = Array.from({ length: ACROSS / SIDE }, (_, i) => SIDE * i);
  const inside = Array.from({ length: SIDE }, (_, i) => i);
  const at = (y: number, x: number) => (pixels[ACROSS * y + x] ?? 0) / LARGEST;
  return starts.flatMap((top) =>
    starts.map((left) => inside.flatMap((y) => inside.map((x) => at(top + y, left + x)))),
  );
}

/** Patches as whole numbers, one each, for an address. */
export function packed(patches: readonly (readonly number[])[]): number[] {
  return patches.map((patch) =>
    patch.reduce((sum, ink) => LEVELS * sum + Math.round(LARGEST * ink), 0),
  );
}

/** The patches again; null for numbers that are none. */
export function unpacked(numbers: readonly number[]): number[][] | null {
  const most = LEVELS ** (SIDE * SIDE);
  const patches = (ACROSS / SIDE) ** 2;
  if (
    numbers.length !== patches ||
    !numbers.every((n) => Number.isInteger(n) && n >= 0 && n < most)
  )
    return null;
  const digit = (number: number, place: number) => Math.floor(number / LEVELS ** place) % LEVELS;
  return numbers.map((number) => [3, 2, 1, 0].map((place) => digit(number, place) / LARGEST));
}

/** How many numbers the linear layer makes of a patch: each has a weight a pixel, and one of b. */
export function widthOf(result: Result): number {
  return pointOf(result, "parameters", "linear layer").y / (SIDE * SIDE + 1);
}
