// The items of a gallery task: the questions with known answers that its verdict was measured on.

import type { GalleryQuery } from "./gallery";

export interface ItemFile {
  id: string;
  source: string; // where the items come from
  licence: string;
  built: string; // how they were made
  seed: number; // chose them
  items: GalleryQuery[]; // as the gallery's own questions
}

const FILES = import.meta.glob<ItemFile>("../../gallery/*/items.json", { import: "default" });

/** The tasks that have items. */
export const WITH_ITEMS: ReadonlySet<string> = new Set(
  Object.keys(FILES).map((path) => path.split("/").at(-2) ?? path),
);

/** One task's items, fetched when asked for; undefined where a task has none. */
export async function loadItems(id: string): Promise<ItemFile | undefined> {
  return FILES[`../../gallery/${id}/items.json`]?.();
}
