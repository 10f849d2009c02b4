// Attention masks as pure geometry: rows ask, columns answer, a filled cell is "may look".
// With a cache, `past` columns come first and the mask is aligned lower right: a T x S rectangle.

export type MaskKind = "causal" | "bidirectional" | "banded";

export interface MaskShape {
  rows: number; // S, the tokens that ask
  past: number; // P, tokens of the cache that only answer; columns are P + S
  band: number; // banded only: how many tokens a row sees, itself included
}

/** The columns that a row sees: from `start` to `end`, exclusive. Always one run. */
export interface Seen {
  start: number;
  end: number;
}

/** What row `row` (0 is the first that asks) may look at. */
export function seenBy(kind: MaskKind, row: number, { rows, past, band }: MaskShape): Seen {
  const itself = past + row;
  if (kind === "bidirectional") return { start: 0, end: past + rows };
  const start = kind === "banded" ? Math.max(0, itself - Math.max(band, 1) + 1) : 0;
  return { start, end: itself + 1 };
}

/**
 * What a row of a layer sees: itself and all before it (null), a window of so many of these, itself
 * counted, or every token of the text ("all", in a bidirectional model).
 */
export type Sight = number | null | "all";

/** The first column that a row sees. */
export function firstSeen(row: number, sight: Sight): number {
  return typeof sight === "number" ? Math.max(0, row - sight + 1) : 0;
}

/** The column behind the last one that a row of a text of `size` tokens sees. */
export function endSeen(row: number, sight: Sight, size: number): number {
  return sight === "all" ? size : row + 1;
}

export function isSeen(row: number, column: number, sight: Sight): boolean {
  return column >= firstSeen(row, sight) && column < endSeen(row, sight, Infinity);
}

export function maySee(kind: MaskKind, row: number, column: number, shape: MaskShape): boolean {
  const { start, end } = seenBy(kind, row, shape);
  return column >= start && column < end;
}

/** The whole mask, `[row][column]`: S rows of P + S columns. */
export function mask(kind: MaskKind, shape: MaskShape): boolean[][] {
  return indices(shape.rows).map((row) =>
    indices(shape.past + shape.rows).map((column) => maySee(kind, row, column, shape)),
  );
}

/** What is added to the scores before softmax: 0 where a row may look, −∞ where not. */
export function additive(allowed: boolean[][]): number[][] {
  return allowed.map((row) => row.map((may) => (may ? 0 : -Infinity)));
}

/** A filled rectangle of the drawing in units of one cell: one for each row. */
export interface MaskRow {
  x: number;
  y: number;
  width: number;
}

/** The mask as one rectangle a row, which is all that a drawing of any size needs. */
export function maskRows(kind: MaskKind, shape: MaskShape): MaskRow[] {
  return indices(shape.rows).map((row) => {
    const { start, end } = seenBy(kind, row, shape);
    return { x: start, y: row, width: end - start };
  });
}

/** The outline of all filled cells as an SVG path in units of one cell, clockwise. */
export function outline(kind: MaskKind, shape: MaskShape): string {
  const all = maskRows(kind, shape);
  if (!all.length) return "";
  const right = all.map(({ x, y, width }) => `L${x + width} ${y}V${y + 1}`);
  const left = all.map(({ x, y }) => `L${x} ${y + 1}V${y}`).reverse();
  return `M${all[0]?.x ?? 0} 0${right.join("")}${left.join("")}Z`;
}

/** How many cells are filled. */
export function filled(kind: MaskKind, shape: MaskShape): number {
  return maskRows(kind, shape).reduce((sum, { width }) => sum + width, 0);
}

function indices(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
