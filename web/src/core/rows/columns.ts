// Which column is the question, which the answer: by their names, or as a person says. The twin of
// backend/shotglass/rows/columns.py.

import { UnreadableRows } from "./faults";
import type { TableRow } from "./table";

/** The name of the column that is each; null for one that is not there, or not chosen yet. */
export interface Columns {
  input: string | null;
  expected: string | null;
  labels: string | null;
  id: string | null;
}

export type Role = keyof Columns;

// In order: of several columns that may be the question the first named here is.
const NAMES: Record<Role, readonly string[]> = {
  input: ["input", "text", "sentence", "question", "query", "prompt"],
  expected: ["expected", "label", "output", "answer", "target", "class"],
  labels: ["labels", "choices", "options"],
  id: ["id", "idx", "index"],
};
export const ROLES = ["input", "expected", "labels", "id"] as const;
export const MOST_ANSWERS = 64;
// What may name a column: no sentence, and a word that is cut, such as Nr., or nothing over numbers.
const NAME = /^(?:[^0-9,;:!?.]{0,40}|[^\s0-9,;:!?.]{1,12}\.)$/u;
const VALUE = /^[+-]?[0-9]+([.,][0-9]+)?$/;
const LEAST_BELOW = 3; // rows, before their numbers or small letters say anything of the first

/**
 * Whether the first row names the columns: where a name in it is known or chosen, where there are
 * numbers below a cell that is none, where the answers below repeat and what stands above them is
 * none of them, or where it alone has capitals.
 */
export function isHeader(rows: readonly TableRow[], chosen: Partial<Columns>): boolean {
  const first = (rows[0]?.cells ?? []).map(folded);
  const names = ROLES.flatMap((role) => chosen[role] ?? []).map(folded);
  if (names.some((name) => first.includes(name))) return true;
  if (names.length > 0 && names.every((name) => /^[0-9]+$/.test(name))) return false; // by number
  const known = new Set(Object.values(NAMES).flat());
  return first.some((name) => known.has(name)) || looksNamed(rows);
}

function looksNamed([head, ...below]: readonly TableRow[]): boolean {
  const names = head?.cells ?? [];
  const named = names.every((cell) => NAME.test(cell)) && new Set(names).size === names.length;
  if (names.length < 2 || !named) return false;
  const numbers = names.map((_, at) => below.every(({ cells }) => VALUE.test(cells[at] ?? "0")));
  if (names.includes("") && !numbers[names.indexOf("")]) return false;
  if (below.length >= LEAST_BELOW && numbers.includes(true)) return true;
  return aloneHasCapitals(names, below) || isAboveRepeated(names, below);
}

/** Whether each cell of the first row begins with a capital, and each below with a small letter. */
function aloneHasCapitals(names: readonly string[], below: readonly TableRow[]): boolean {
  const small = below.flatMap(({ cells }) => cells).every((cell) => /^\p{Ll}/u.test(cell));
  return below.length >= LEAST_BELOW && small && names.every((name) => /^\p{Lu}/u.test(name));
}

function isAboveRepeated(names: readonly string[], below: readonly TableRow[]): boolean {
  return names.some((name, place) => {
    const counts = new Map<string, number>();
    for (const { cells } of below) {
      const cell = cells[place];
      if (cell === undefined) continue;
      const like = folded(cell); // `Ticket` among many `ticket` is one that repeats
      counts.set(like, (counts.get(like) ?? 0) + 1);
    }
    const repeat = folded(name) !== "" && counts.size >= 2 && counts.size <= MOST_ANSWERS;
    return repeat && Math.min(...counts.values()) > 1 && !counts.has(folded(name));
  });
}

/**
 * What is chosen, and the rest by its name; of two columns that are left the first is the question,
 * unless its `values` are plainly the answers. Throws UnreadableRows.
 */
export function columnsOf(
  names: readonly string[],
  chosen: Partial<Columns>,
  values: (name: string) => readonly unknown[],
): Columns {
  const columns: Columns = { input: null, expected: null, labels: null, id: null };
  for (const role of ROLES) {
    const name = chosen[role];
    if (name != null) columns[role] = there(name, names);
  }
  const free = () => names.filter((name) => !Object.values(columns).includes(name));
  for (const role of ROLES) {
    const left = free();
    const byName = NAMES[role].flatMap((word) => left.filter((name) => folded(name) === word));
    columns[role] ??= byName[0] ?? null;
  }
  const missing = (["input", "expected"] as const).filter((role) => columns[role] === null);
  const rest = free();
  const [first] = missing;
  if (first !== undefined && rest.length !== missing.length) {
    throw new UnreadableRows([{ kind: "columns", columns: [...names], missing: first }]);
  }
  const [left, right] = rest;
  if (left !== undefined && right !== undefined && areAnswers(values(left), values(right))) {
    rest.reverse();
  }
  missing.forEach((role, at) => (columns[role] = rest[at] ?? null));
  const used = ROLES.flatMap((role) => columns[role] ?? []);
  const double = used.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (double !== undefined) throw new UnreadableRows([{ kind: "twice", column: double }]);
  return columns;
}

/**
 * Whether the first column repeats its values, and has fewer of them than the second: a class
 * before each text.
 */
function areAnswers(first: readonly unknown[], second: readonly unknown[]): boolean {
  const different = new Set(first.map(String)).size;
  return 2 * different <= first.length && different < new Set(second.map(String)).size;
}

function there(name: string, names: readonly string[]): string {
  const column = names.find((item) => item === name || folded(item) === folded(name));
  if (column !== undefined) return column;
  throw new UnreadableRows([{ kind: "column", column: name, columns: [...names] }]);
}

function folded(name: string): string {
  return name.trim().toLowerCase();
}
