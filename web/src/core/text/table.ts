// The table behind a figure: what a reader sees, and what a spreadsheet or a program gets.

export type Cell = string | { value: number | null; text: string };

export interface Table {
  caption: string;
  columns: string[]; // the first one heads its row
  rows: Cell[][];
}

/** A number with the text it is shown as. */
export function figure(value: number | null, text: string): Cell {
  return { value, text };
}

export function shown(cell: Cell): string {
  return typeof cell === "string" ? cell : cell.text;
}

/** The table with columns that only its files have: a text for every row, or one a row. */
export function withColumns(
  table: Table,
  more: Readonly<Record<string, string | readonly string[]>>,
): Table {
  const cells = Object.values(more);
  return {
    ...table,
    columns: [...table.columns, ...Object.keys(more)],
    rows: table.rows.map((row, i) => [
      ...row,
      ...cells.map((cell) => (typeof cell === "string" ? cell : (cell[i] ?? ""))),
    ]),
  };
}

const DIGITS = 9; // which tell every float32 from its neighbours

/** The table as a spreadsheet has room for it: numbers of nine digits, whole ones as they are, and texts
 * in one line. */
export function forSheet(table: Table): Table {
  const short = (cell: Cell): Cell => {
    if (typeof cell === "string") return cell.replaceAll("\n", "\\n");
    if (cell.value === null || Number.isInteger(cell.value)) return cell;
    return { ...cell, value: Number(cell.value.toPrecision(DIGITS)) };
  };
  return { ...table, rows: table.rows.map((row) => row.map(short)) };
}

/** RFC 4180; numbers in full, and no text that a spreadsheet would run as a formula. */
export function csv(table: Table): string {
  const rows = [table.columns, ...table.rows];
  return rows.map((row) => row.map(field).join(",")).join("\r\n") + "\r\n";
}

function field(cell: Cell): string {
  if (typeof cell !== "string") return cell.value === null ? "" : String(cell.value);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The same as objects, a key a column. */
export function records(table: Table): Record<string, string | number | null>[] {
  return table.rows.map((row) =>
    Object.fromEntries(
      row.map((cell, i) => [
        table.columns[i] ?? String(i),
        typeof cell === "string" ? cell : cell.value,
      ]),
    ),
  );
}
