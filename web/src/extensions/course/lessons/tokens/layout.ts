// Where the tokens of a text stand in rows of a given width.

import { nameWidth } from "../../../../ui/plot/label";

export const HIGH = 28; // pixels of a token
export const ROW = 38; // from a row of tokens to the next
const PAD = 10; // beside a token's letters, both sides together
const GAP = 3;

export interface Box {
  text: string;
  x: number;
  y: number;
  width: number;
}

/** A box a text, from left to right, in as many rows as it takes. */
export function rows(texts: readonly string[], width: number): Box[] {
  let [x, y] = [0, 0];
  return texts.map((text) => {
    const own = Math.min(width, PAD + nameWidth(text));
    if (x > 0 && x + own > width) [x, y] = [0, y + ROW];
    const box = { text, x, y, width: own };
    x += own + GAP;
    return box;
  });
}

/** How high they are together. */
export function heightOf(boxes: readonly Box[]): number {
  return (boxes.at(-1)?.y ?? -ROW) + ROW;
}
