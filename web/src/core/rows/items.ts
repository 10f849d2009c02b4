// Rows of any of the forms as items, with what was left out and why. The twin of
// backend/shotglass/rows/items.py; tests/contract/rows.json holds both together.

import { lookup } from "../lookup";
import { looks } from "./answers";
import { columnsOf, isHeader, MOST_ANSWERS, type Columns } from "./columns";
import { MOST_LISTED, RowFault, UnreadableRows, type RowsFault } from "./faults";
import { namesOf, objectRows, type ObjectRow } from "./objects";
import { tableRows, type TableRow } from "./table";

/** Texts as they were typed, without the space that an answer may own in a prompt. */
export interface RowItem {
  row: number;
  input: string;
  expected: string;
  labels: string[]; // its own; none: those of all
  id?: string; // by which its owner knows it
}

/**
 * `names`: of all columns; a table without names has numbers. `blank`: rows that are empty;
 * `repeated`: rows that ask and expect what an earlier one does, with that one; both are left out.
 * `quotes`: rows in which a quote is not closed and is kept as it is.
 */
export interface ReadRows {
  items: RowItem[];
  names: string[];
  columns: Columns;
  header: boolean;
  blank: number[];
  repeated: [number, number][];
  quotes: number[];
}

/** What a person says of a table: which column is which, and whether the first row names them. */
export interface Choice {
  columns?: Partial<Columns>;
  header?: boolean;
}

const SEPARATOR = "|"; // between an item's own labels in a cell

/** Throws UnreadableRows with the rows at fault. */
export function readRows(text: string, choice: Choice = {}): ReadRows {
  const plain = text.replace(/^\ufeff+/, "");
  const objects = objectRows(plain);
  if (objects === null) return readTable(tableRows(plain), choice);
  if (objects.length === 0) throw new UnreadableRows([{ kind: "nothing" }]);
  const names = namesOf(objects);
  const columns = columnsOf(names, choice.columns ?? {}, (name) =>
    objects.map(({ values }) => lookup(values ?? {}, name)),
  );
  const read = collected(objects, (row) => objectItem(columns, row));
  return { ...read, names, columns, header: true, blank: [], quotes: [] };
}

function readTable(rows: readonly TableRow[], { columns: chosen = {}, header }: Choice): ReadRows {
  const filled = rows.filter((row) => !isBlank(row));
  const [first] = filled;
  if (first === undefined) throw new UnreadableRows([{ kind: "nothing" }]);
  const named = header ?? isHeader(filled, chosen);
  const names = named ? first.cells : first.cells.map((_, at) => String(at + 1));
  const below = named ? filled.slice(1) : filled;
  if (below.length === 0) throw new UnreadableRows([{ kind: "nothing" }]);
  const columns = columnsFor(names, chosen, named ? null : first.cells, below);
  const last = filled.at(-1)?.row ?? 0;
  return {
    ...collected(below, (row) => tableItem(columns, names, row)),
    names: [...names],
    columns,
    header: named,
    blank: rows.filter((row) => isBlank(row) && row.row < last).map(({ row }) => row),
    quotes: below.filter(({ open }) => open).map(({ row }) => row),
  };
}

function isBlank({ cells }: TableRow): boolean {
  return cells.every((cell) => cell === "");
}

/** `first`: the cells of the first row, where it names no columns. Throws UnreadableRows. */
function columnsFor(
  names: readonly string[],
  chosen: Partial<Columns>,
  first: readonly string[] | null,
  rows: readonly TableRow[],
): Columns {
  if (first !== null && Object.values(chosen).every((name) => name === null)) {
    const [input, expected, labels] = names;
    if (expected === undefined) {
      const row = rows[0]?.row ?? 1;
      throw new UnreadableRows([{ kind: "cells", row, cells: 1, expected: "2 or 3" }]);
    }
    if (input !== undefined && labels !== undefined && names.length === 3) {
      return { input, expected, labels, id: null };
    }
  }
  const whole = rows.filter(({ cells }) => cells.length === names.length);
  const values = (name: string) => whole.map(({ cells }) => cells[names.indexOf(name)]);
  try {
    return columnsOf(names, chosen, values);
  } catch (error) {
    if (!(error instanceof UnreadableRows) || first === null) throw error;
    const [fault] = error.faults;
    throw new UnreadableRows([{ ...fault, first: [...first] } as RowsFault]);
  }
}

function tableItem(columns: Columns, names: readonly string[], { row, cells }: TableRow): RowItem {
  if (cells.length !== names.length) {
    const expected = String(names.length);
    throw new RowFault({ kind: "cells", row, cells: cells.length, expected });
  }
  return itemOf(columns, row, (name) => cells[names.indexOf(name)]);
}

function objectItem(columns: Columns, { row, values }: ObjectRow): RowItem {
  if (values === null) throw new RowFault({ kind: "json", row });
  return itemOf(columns, row, (name) => lookup(values, name));
}

type Different = Pick<ReadRows, "items" | "repeated">;

/** Each question once. Throws UnreadableRows with what is wrong with the rows. */
function collected<Row>(rows: readonly Row[], itemOf: (row: Row) => RowItem): Different {
  const different = new DifferentItems();
  const faults: RowsFault[] = [];
  for (const row of rows) {
    try {
      different.add(itemOf(row));
    } catch (error) {
      if (!(error instanceof RowFault)) throw error;
      faults.push(error.fault);
    }
  }
  const [first, ...others] = faults;
  if (first === undefined) return { items: different.items, repeated: different.repeated };
  const next = others.slice(0, MOST_LISTED - 1);
  throw new UnreadableRows([first, ...next], others.length - next.length);
}

/** Items one after another; each is compared with those before it. */
class DifferentItems {
  readonly repeated: [number, number][] = [];
  readonly #questions = new Map<string, RowItem>();
  readonly #answers = new Map<string, { text: string; row: number }>(); // by how they look

  get items(): RowItem[] {
    return [...this.#questions.values()];
  }

  /** Throws RowFault for a question with two answers, or answers that look alike. */
  add(item: RowItem): void {
    for (const answer of [item.expected, ...item.labels]) {
      checkLooks(this.#answers, answer, item.row);
    }
    const first = this.#questions.get(item.input);
    if (first === undefined) this.#questions.set(item.input, item);
    else if (first.expected === item.expected) this.repeated.push([item.row, first.row]);
    else {
      const [{ row, expected }, before, known] = [item, first.row, first.expected];
      throw new RowFault({ kind: "contradiction", row, before, expected, known });
    }
  }
}

function checkLooks(
  answers: Map<string, { text: string; row: number }>,
  text: string,
  row: number,
): void {
  const known = answers.get(looks(text));
  if (known === undefined) answers.set(looks(text), { text, row });
  else if (known.text !== text) {
    const places = { row, before: known.row };
    throw new RowFault({ kind: "alike", ...places, expected: text, known: known.text });
  }
}

function itemOf(columns: Columns, row: number, value: (name: string) => unknown): RowItem {
  const [input, expected] = (["input", "expected"] as const).map((column) => {
    const text = textOf(value(columns[column] ?? ""), row, column);
    if (text === "") throw new RowFault({ kind: "empty", row, column });
    return text;
  }) as [string, string];
  const labels = columns.labels === null ? [] : labelsOf(value(columns.labels), row);
  const fits = labels.length >= 2 && labels.length <= MOST_ANSWERS && !labels.includes("");
  const all = fits && new Set(labels).size === labels.length && labels.includes(expected);
  if (labels.length > 0 && !all) throw new RowFault({ kind: "labels", row, expected });
  const id = columns.id === null ? "" : idOf(value(columns.id), row);
  return { row, input, expected, labels, ...(id !== "" && { id }) };
}

/** None where it is no text or whole number: it says nothing that is asked. */
function idOf(value: unknown, row: number): string {
  try {
    return textOf(value, row, "id");
  } catch (error) {
    if (error instanceof RowFault) return "";
    throw error;
  }
}

function labelsOf(value: unknown, row: number): string[] {
  if (Array.isArray(value)) return value.map((item) => textOf(item, row, "labels"));
  const text = textOf(value, row, "labels");
  return text === "" ? [] : text.split(SEPARATOR).map((label) => label.trim());
}

/** A text without white space around it; a whole number or truth value as JSON writes it. */
function textOf(value: unknown, row: number, column: string): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value.trim();
  if (typeof value === "boolean" || Number.isSafeInteger(value)) return String(value);
  throw new RowFault({ kind: "kind", row, column });
}
