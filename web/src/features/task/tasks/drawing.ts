// Drawing another of a task's questions.

import type { GalleryQuery } from "../../../core/gallery/gallery";

/** One that is not asked now, or null; `random` gives numbers from 0 to 1. */
export function another(
  items: readonly GalleryQuery[],
  now: string,
  random: () => number = Math.random,
): GalleryQuery | null {
  const others = items.filter((item) => item.input !== now);
  return others[Math.floor(random() * others.length)] ?? null;
}
