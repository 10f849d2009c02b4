// Rows copied from a spreadsheet or a CSV file, or written with arrows, as examples, read as Measure
// reads rows. What is in the cells is kept as it is.

import { exactRows, separatorOf } from "../../../../core/rows/table";

/** Why text is no table: the row, from 1, and how many cells it has. */
export interface RowFault {
  row: number;
  cells: number;
}

/** Every record with its cells; blank lines are dropped. */
export function parseRows(text: string): string[][] {
  return exactRows(text)
    .map(({ cells }) => cells)
    .filter((cells) => cells.some((cell) => cell !== ""));
}

/** The first row that has not two or three cells, or not as many as the first one; null for none. */
export function rowFault(rows: readonly (readonly string[])[]): RowFault | null {
  const width = rows[0]?.length ?? 0;
  const wrong = rows.findIndex(
    (row) => row.length !== width || (row.length !== 2 && row.length !== 3),
  );
  return wrong < 0 ? null : { row: wrong + 1, cells: rows[wrong]?.length ?? 0 };
}

/**
 * Whether text pasted into a field is a table rather than a text: its cells are parted by tabs, or
 * it is several lines that all have the same two or three cells, parted by commas or arrows.
 */
export function isTable(text: string): boolean {
  const rows = parseRows(text);
  return (
    rowFault(rows) === null && (separatorOf(text) === "\t" ? rows.length > 0 : rows.length > 1)
  );
}
