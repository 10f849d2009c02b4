// A visitor's own items, as they are measured and as a link has them.

import type { Rows } from "../../../core/api/api.gen";
import { MOST_ITEMS } from "../../../core/measurement/plan";

/** Texts as they were typed, without the space that an answer may own in a prompt. */
export interface OwnItem {
  input: string;
  expected: string;
  labels?: string[];
  id?: string;
}

/** Rows as the server read them. */
export function ownItems({ items }: NonNullable<Rows["read"]>): OwnItem[] {
  return items.map(({ input, expected, labels, id }) => ({
    ...{ input, expected },
    ...(labels.length > 0 && { labels: [...labels] }),
    ...(id !== "" && { id }),
  }));
}

/** The same items as text, which the server and `itemsOf` read. */
export function itemsText(items: readonly OwnItem[]): string {
  return JSON.stringify(items, null, 1);
}

/** The items of a link, which `itemsText` wrote. Throws Error for any other text. */
export function itemsOf(text: string): OwnItem[] {
  const items: unknown = JSON.parse(text);
  if (!Array.isArray(items) || items.length === 0 || items.length > MOST_ITEMS) {
    throw new Error(`1 to ${MOST_ITEMS} items were expected`);
  }
  return items.map((item: unknown, at) => {
    if (isItem(item)) return item;
    throw new Error(`item ${at + 1} is no question with an answer`);
  });
}

function isItem(item: unknown): item is OwnItem {
  if (typeof item !== "object" || item === null) return false;
  const { input, expected, labels, id, ...more } = item as Record<string, unknown>;
  return (
    [input, expected].every((text) => isText(text) && text !== "") &&
    (labels === undefined || (Array.isArray(labels) && labels.every(isText))) &&
    (id === undefined || isText(id)) &&
    Object.keys(more).length === 0
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
