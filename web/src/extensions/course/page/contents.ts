// What a lesson's page by itself holds beside the program: the lesson that was open, and the data that
// it stood on.

import type { LessonContents } from "../views/lessons/lesson/page";

const text = document.querySelector('script[type="application/json"]')?.textContent ?? "";

export const contents = JSON.parse(text) as LessonContents;

/** A file of data by its path in the source: its value, or where it lies, as a data URI. Undefined
 * where the lesson was saved without it. */
export function dataFile(path: string): unknown {
  return contents.files[path];
}
