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

/** The table as it is saved: with a last column that says in every row how it was computed. */
export function withPrecision(table: Table, precision: string): Table {
  return {
    ...table,
    columns: [...table.columns, "precision"],
    rows: table.rows.map((row) => [...row, precision]),
  };
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
