// Cells parted by tabs, commas, semicolons or arrows; quoted where a cell holds a separator, a quote
// or a line break (RFC 4180). The twin of backend/shotglass/rows/table.py.

export type Separator = "\t" | "," | ";";

// What Excel writes and reads as a first line, such as sep=; and some programs in quotes.
const NAMED = /^"?sep=((?![\w"])[\t!-~])"?[ \t]*(?:\r\n|\n|\r|$)/i;

/**
 * `row` counts from 1, as a spreadsheet shows it: empty rows count, and a first line that names the
 * separator does not. `open`: a quote that begins a cell is not closed, and stands for itself.
 */
export interface TableRow {
  row: number;
  cells: string[];
  open: boolean;
}

const ARROW = /->|→|=>/;

export function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/**
 * A tab anywhere outside quotes makes tabs the separators; semicolons are, where the first line has
 * one and no comma.
 */
export function separatorOf(text: string): Separator {
  const bare = text.replace(/"[^"]*(?:""[^"]*)*"/g, "");
  if (bare.includes("\t")) return "\t";
  const first = linesOf(bare).find((line) => line.trim() !== "") ?? "";
  return first.includes(";") && !first.includes(",") ? ";" : ",";
}

/** All rows, empty ones too, with cells as they are; the white space around an arrow is the arrow's. */
export function exactRows(text: string): TableRow[] {
  const named = NAMED.exec(text);
  if (named?.[1] !== undefined) return partedRows(text.slice(named[0].length), named[1]);
  const separator = separatorOf(text);
  const lines = separator === "," ? linesOf(text) : [];
  if (separator === "," && lines.every((line) => line.trim() === "" || ARROW.test(line))) {
    return lines.map((line, at) => {
      const cells = line.split(ARROW).map((cell) => cell.trim());
      return { row: at + 1, cells, open: false };
    });
  }
  return partedRows(text, separator);
}

/** The rows of one separator, with cells as they are. */
export function partedRows(text: string, separator: string): TableRow[] {
  const rows: TableRow[] = [];
  let [cells, open, at]: [string[], boolean, number] = [[], false, 0];
  while (at < text.length || cells.length > 0) {
    const cell = readCell(text, at, separator);
    cells.push(cell.text);
    open ||= cell.open;
    at = cell.end + 1;
    if (text[cell.end] === separator) continue;
    if (text[cell.end] === "\r" && text[at] === "\n") at += 1;
    rows.push({ row: rows.length + 1, cells, open });
    [cells, open] = [[], false];
  }
  return rows;
}

/** The cell that begins at `from`, and where it ends: at a separator, a line end, or the end. */
function readCell(text: string, from: number, separator: string) {
  const ends = (i: number) =>
    i >= text.length || text[i] === separator || text[i] === "\n" || text[i] === "\r";
  const quoted = text[from] === '"';
  const close = quoted ? closingQuote(text, from) : null;
  if (close !== null && ends(close + 1)) {
    const inner = text.slice(from + 1, close).replaceAll('""', '"');
    return { text: inner, end: close + 1, open: false };
  }
  let end = from;
  while (!ends(end)) end += 1;
  return { text: text.slice(from, end), end, open: quoted };
}

function closingQuote(text: string, from: number): number | null {
  for (let i = text.indexOf('"', from + 1); i >= 0; i = text.indexOf('"', i + 2)) {
    if (text[i + 1] !== '"') return i;
  }
  return null;
}
