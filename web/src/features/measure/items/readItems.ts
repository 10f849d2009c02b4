// A visitor's own items: rows of any form that `core/rows` reads, as many as can be measured.

import type { RowsFault } from "../../../core/rows/faults";
import { UnreadableRows } from "../../../core/rows/faults";
import { readRows, type Choice, type ReadRows } from "../../../core/rows/items";
import { MOST_ITEMS, MOST_LABELS } from "../../../core/measurement/plan";

/** Texts as they were typed, without the space that an answer may own in a prompt. */
export interface OwnItem {
  input: string;
  expected: string;
  labels?: string[];
  id?: string;
}

/** Why a text is no list of items that can be measured. */
export type ItemsFault =
  RowsFault | { kind: "many"; rows: number } | { kind: "answers"; count: number };

/** Of rows the first that cannot be read; `more`: how many others. */
export interface Refusal {
  faults: [ItemsFault, ...ItemsFault[]];
  more: number;
}

type Read = ReadRows | Refusal;

export function isRefusal(read: Read): read is Refusal {
  return "faults" in read;
}

export function readItems(text: string, choice: Choice = {}): Read {
  try {
    return checked(readRows(text, choice));
  } catch (error) {
    if (error instanceof UnreadableRows) return { faults: error.faults, more: error.more };
    throw error;
  }
}

export function ownItems({ items }: ReadRows): OwnItem[] {
  return items.map(({ input, expected, labels, id }) => ({
    ...{ input, expected },
    ...(labels.length > 0 && { labels }),
    ...(id !== undefined && { id }),
  }));
}

/** The same items as text, as `readItems` reads it. */
export function itemsText(items: readonly OwnItem[]): string {
  return JSON.stringify(items, null, 1);
}

/** What can be measured: so many rows, and two answers or more to choose from. */
function checked(rows: ReadRows): Read {
  if (rows.items.length > MOST_ITEMS) return refusal({ kind: "many", rows: rows.items.length });
  const shared = rows.items.filter(({ labels }) => labels.length === 0);
  const count = new Set(shared.map(({ expected }) => expected)).size;
  if (shared.length > 0 && (count < 2 || count > MOST_LABELS)) {
    return refusal({ kind: "answers", count });
  }
  return rows;
}

function refusal(fault: ItemsFault): Refusal {
  return { faults: [fault], more: 0 };
}
