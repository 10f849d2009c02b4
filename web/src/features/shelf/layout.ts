// Where the glasses of the shelf stand: rows of one set each, nine glasses beside one another. On a
// narrow page a row's names stand above its glasses.

export interface ShelfLayout {
  narrow: boolean;
  left: number; // of the first column
  pitch: number; // from a glass to the next
  glass: number; // a glass's width
  tall: number; // of 100 %
  counts: number; // the base of the line with the numbers of examples
  top: number; // the first row's 100 %
  row: number; // from a row to the next
  height: number; // of the whole drawing
}

const NARROW = 560;
const NAMES = { left: 150, right: 136 }; // the columns of the sets and of the answers
const WIDEST = 44;
const BELOW = 14; // under the last foot

/** `rows` of `count` glasses in `width` pixels. */
export function layout(width: number, rows: number, count: number): ShelfLayout {
  const narrow = width < NARROW;
  const left = narrow ? 0 : NAMES.left;
  const pitch = (width - left - (narrow ? 0 : NAMES.right)) / count;
  const [tall, counts, row] = narrow ? [60, 40, 114] : [104, 14, 172];
  const top = counts + (narrow ? 44 : 26);
  return {
    ...{ narrow, left, pitch, tall, counts, top, row },
    glass: Math.min(WIDEST, 0.76 * pitch),
    height: top + (rows - 1) * row + tall + BELOW,
  };
}
