// A drawn digit as the data have theirs: in the middle of a bitmap of 32 x 32, as high as it and 20
// wide at most, whose blocks of 4 x 4 are counted, so that a pixel is 0 to 16. The data's digits leave
// the first and the last column empty and half of the next ones.

/** A place on the pad: 0 to 1 from its left and from its top. */
export type Place = readonly [x: number, y: number];

export type Stroke = readonly Place[];

const [SIDE, WIDE, BLOCK] = [32, 20, 4];
const PIXELS = SIDE / BLOCK; // a side
export const PEN = 2.5; // half its width, in the bitmap: about the ink that digits of the data have
const LEAST = 0.25; // of the pad: a smaller drawing is a dot, and stays one

/** The 64 pixels, row by row; all 0 without ink. */
export function pixelsOf(strokes: readonly Stroke[]): number[] {
  const fitted = fit(strokes);
  const pixels = Array.from({ length: PIXELS * PIXELS }, () => 0);
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++)
      if (fitted.some((stroke) => isNear(stroke, x + 0.5, y + 0.5))) {
        const place = PIXELS * Math.floor(y / BLOCK) + Math.floor(x / BLOCK);
        pixels[place] = (pixels[place] ?? 0) + 1;
      }
  return pixels;
}

/** The strokes in the bitmap's middle: as high as it, and made narrower where they are too wide. */
function fit(strokes: readonly Stroke[]): Stroke[] {
  const places = strokes.flat();
  const [left, right] = extent(places.map(([x]) => x));
  const [top, bottom] = extent(places.map(([, y]) => y));
  const down = (SIDE - 2 * PEN) / Math.max(LEAST, bottom - top);
  const across = Math.min(down, (WIDE - 2 * PEN) / (right - left)); // of a line, the former
  const to = (scale: number, value: number, low: number, high: number) =>
    SIDE / 2 + scale * (value - (low + high) / 2);
  return strokes.map((stroke) =>
    stroke.map(([x, y]) => [to(across, x, left, right), to(down, y, top, bottom)] as const),
  );
}

function extent(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

/** Whether the pen passes over x, y on its way along the stroke. */
function isNear(stroke: Stroke, x: number, y: number): boolean {
  return stroke.some((to, i) => distance(stroke[Math.max(0, i - 1)] ?? to, to, x, y) <= PEN);
}

/** From x, y to the straight way between two places. */
function distance([ax, ay]: Place, [bx, by]: Place, x: number, y: number): number {
  const [across, down] = [bx - ax, by - ay];
  const length = across * across + down * down;
  const along = length === 0 ? 0 : ((x - ax) * across + (y - ay) * down) / length;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - t * across, y - ay - t * down);
}
