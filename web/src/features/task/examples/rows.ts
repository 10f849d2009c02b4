// Rows copied from a spreadsheet or a CSV file: cells parted by tabs or commas, quoted where a cell
// holds a separator, a quote or a line break (RFC 4180). What is in the cells is kept as it is.

export type Separator = "\t" | ",";

/** Why text is no table: the row, from 1, and how many cells it has. */
export interface RowFault {
  row: number;
  cells: number;
}

/** A tab anywhere outside quotes makes tabs the separators. */
export function separatorOf(text: string): Separator {
  return text.replace(/"(?:[^"]|"")*"/g, "").includes("\t") ? "\t" : ",";
}

/** Every record with its cells; blank lines are dropped. */
export function parseRows(text: string, separator: Separator = separatorOf(text)): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const [cell, end] = readCell(text, at, separator);
    row.push(cell);
    at = end + 1;
    if (text[end] === separator && at < text.length) continue;
    if (text[end] === separator) row.push("");
    if (text[end] === "\r" && text[at] === "\n") at += 1;
    if (row.some((item) => item !== "")) rows.push(row);
    row = [];
  }
  return rows;
}

/** The cell that begins at `from`, and where it ends: at a separator, a line break, or the end. */
function readCell(text: string, from: number, separator: Separator): [string, number] {
  const ends = (i: number) =>
    i >= text.length || text[i] === separator || text[i] === "\n" || text[i] === "\r";
  if (text[from] === '"') {
    const close = closingQuote(text, from);
    if (close !== null && ends(close + 1)) {
      return [text.slice(from + 1, close).replaceAll('""', '"'), close + 1];
    }
  }
  let end = from;
  while (!ends(end)) end += 1;
  return [text.slice(from, end), end];
}

function closingQuote(text: string, from: number): number | null {
  for (let i = text.indexOf('"', from + 1); i >= 0; i = text.indexOf('"', i + 2)) {
    if (text[i + 1] !== '"') return i;
  }
  return null;
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
 * it is several lines that all have the same two or three cells.
 */
export function isTable(text: string): boolean {
  const rows = parseRows(text);
  return (
    rowFault(rows) === null && (separatorOf(text) === "\t" ? rows.length > 0 : rows.length > 1)
  );
}
