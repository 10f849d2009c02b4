// A visitor's own items: rows pasted from a spreadsheet, a CSV file or JSON. Every refusal names the
// row, and nothing that was typed is changed.

import { parseRows, separatorOf } from "../../task/examples/rows";
import { MOST_ITEMS, MOST_LABELS } from "../../../core/measurement/plan";

/** Texts as they were typed, without the space that an answer owns in a prompt. */
export interface OwnItem {
  input: string;
  expected: string;
  labels?: string[];
}

/** Why a text is no list of items. `row` counts from 1, a line of headings included. */
export type ItemsFault =
  | { kind: "nothing" }
  | { kind: "cells"; row: number; cells: number }
  | { kind: "empty"; row: number; column: "input" | "expected" }
  | { kind: "columns"; columns: string[] }
  | { kind: "labels"; row: number; expected: string }
  | { kind: "fields"; row: number }
  | { kind: "many"; rows: number }
  | { kind: "answers"; count: number }
  | { kind: "json"; detail: string };

export interface OwnItems {
  items: OwnItem[];
  repeated: number; // rows that ask what an earlier one asks, which are left out
}

type Read = OwnItems | ItemsFault;

const COLUMNS = ["input", "expected", "labels"] as const;
const SEPARATOR = "|"; // between an item's own labels
const ARROW = /\s*(?:->|→|=>)\s*/;

export function isFault(read: Read): read is ItemsFault {
  return "kind" in read;
}

export function readItems(text: string): Read {
  const trimmed = text.replace(/^\ufeff/, "").trim();
  if (trimmed === "") return { kind: "nothing" };
  const rows = /^(\[\s*[[{\]]|\{\s*")/.test(trimmed) ? jsonItems(trimmed) : tableItems(trimmed);
  return Array.isArray(rows) ? checked(rows) : rows;
}

/** The same items as text, as `readItems` reads it. */
export function itemsText(items: readonly OwnItem[]): string {
  return JSON.stringify(items, null, 1);
}

function checked(rows: readonly OwnItem[]): Read {
  const seen = new Map(rows.map((row) => [row.input, row]).reverse() as [string, OwnItem][]);
  const items = rows.filter((row) => seen.get(row.input) === row);
  if (items.length > MOST_ITEMS) return { kind: "many", rows: items.length };
  const shared = items.filter(({ labels }) => labels === undefined);
  const count = new Set(shared.map(({ expected }) => expected)).size;
  if (shared.length > 0 && (count < 2 || count > MOST_LABELS)) return { kind: "answers", count };
  return { items, repeated: rows.length - items.length };
}

function tableItems(text: string): OwnItem[] | ItemsFault {
  const rows = cellsOf(text);
  const head = rows[0]?.map((cell) => cell.trim().toLowerCase()) ?? [];
  const headed = head.includes("input") && head.includes("expected");
  if (headed && !head.every((name) => (COLUMNS as readonly string[]).includes(name))) {
    return { kind: "columns", columns: rows[0] ?? [] };
  }
  const order = headed ? head : COLUMNS;
  const found: OwnItem[] = [];
  for (const [at, cells] of rows.entries()) {
    if (headed && at === 0) continue;
    const item = itemOf(cells, order, at + 1, headed ? head.length : null);
    if ("kind" in item) return item;
    found.push(item);
  }
  return found.length === 0 ? { kind: "nothing" } : found;
}

/** Parted by tabs, by an arrow in every line, or by commas. */
function cellsOf(text: string): string[][] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const arrows = separatorOf(text) === "," && lines.every((line) => ARROW.test(line));
  return arrows ? lines.map((line) => line.trim().split(ARROW)) : parseRows(text);
}

function itemOf(
  cells: readonly string[],
  order: readonly string[],
  row: number,
  width: number | null,
): OwnItem | ItemsFault {
  const fits = width === null ? cells.length === 2 || cells.length === 3 : cells.length === width;
  if (!fits) return { kind: "cells", row, cells: cells.length };
  const cell = (name: string) => cells[order.indexOf(name)]?.trim() ?? "";
  const own = cell("labels");
  const labels = own === "" ? undefined : own.split(SEPARATOR).map((label) => label.trim());
  return made(cell("input"), cell("expected"), labels, row);
}

function made(
  input: string,
  expected: string,
  labels: string[] | undefined,
  row: number,
): OwnItem | ItemsFault {
  if (input === "") return { kind: "empty", row, column: "input" };
  if (expected === "") return { kind: "empty", row, column: "expected" };
  if (labels === undefined) return { input, expected };
  const fits = labels.length >= 2 && labels.length <= MOST_LABELS;
  const different = new Set(labels).size === labels.length && !labels.includes("");
  if (!fits || !different || !labels.includes(expected)) return { kind: "labels", row, expected };
  return { input, expected, labels };
}

function jsonItems(text: string): OwnItem[] | ItemsFault {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: "json", detail: error instanceof Error ? error.message : "" };
  }
  const list = Array.isArray(value) ? value : (value as { items?: unknown }).items;
  if (!Array.isArray(list) || list.length === 0) return { kind: "nothing" };
  const found: OwnItem[] = [];
  for (const [at, one] of (list as unknown[]).entries()) {
    const item = jsonItem(one, at + 1);
    if ("kind" in item) return item;
    found.push(item);
  }
  return found;
}

function jsonItem(value: unknown, row: number): OwnItem | ItemsFault {
  if (typeof value !== "object" || value === null) return { kind: "fields", row };
  const { input, expected, labels = [] } = value as Record<string, unknown>;
  const texts = Array.isArray(labels) && labels.every((label) => typeof label === "string");
  if (typeof input !== "string" || typeof expected !== "string" || !texts) {
    return { kind: "fields", row };
  }
  const own = (labels as string[]).map((label) => label.trim());
  return made(input.trim(), expected.trim(), own.length === 0 ? undefined : own, row);
}
