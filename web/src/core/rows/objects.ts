// Rows as JSON: a list of objects, an object with such a list, or an object on each line. The twin of
// backend/shotglass/rows/objects.py.

import { UnreadableRows } from "./faults";
import { linesOf } from "./table";

/**
 * `row`: of an object in a list its place from 1, else its line. `values`: null of a line that is no
 * object.
 */
export interface ObjectRow {
  row: number;
  values: Record<string, unknown> | null;
}

const LISTS = ["items", "data"]; // keys under which a file may have its rows

/** Null for what is no JSON and does not begin like it. Throws UnreadableRows. */
export function objectRows(text: string): ObjectRow[] | null {
  const trimmed = text.trim();
  if (!/^[{[]/.test(trimmed)) return null;
  const whole = parsed(trimmed);
  if (whole !== undefined) return listed(whole, trimmed);
  const filled = linesOf(text)
    .map((line, at) => ({ row: at + 1, line: line.trim() }))
    .filter(({ line }) => line !== "");
  if (isObject(parsed(filled[0]?.line ?? ""))) return filled.map(onLine);
  if (/^(?:\[\s*[[{\]]|\{\s*")/.test(trimmed))
    throw new UnreadableRows([{ kind: "json", row: null }]);
  return null;
}

/** All keys, in the order of their first appearance. */
export function namesOf(rows: readonly ObjectRow[]): string[] {
  return [...new Set(rows.flatMap(({ values }) => Object.keys(values ?? {})))];
}

function listed(value: unknown, text: string): ObjectRow[] {
  let rows: unknown = value;
  if (isObject(value)) {
    const named = LISTS.map((key) => value[key]).find(Array.isArray);
    const oneRow = !text.includes("\n") && !Object.values(value).every(holds);
    rows = named ?? (oneRow ? [value] : null);
  }
  if (!Array.isArray(rows) || !rows.every(isObject)) throw new UnreadableRows([{ kind: "list" }]);
  return rows.map((values, at) => ({ row: at + 1, values }));
}

function onLine({ row, line }: { row: number; line: string }): ObjectRow {
  const values = parsed(line);
  return { row, values: isObject(values) ? values : null };
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function holds(value: unknown): boolean {
  return Array.isArray(value) || isObject(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
