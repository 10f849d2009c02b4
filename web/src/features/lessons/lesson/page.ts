// What a lesson's page by itself holds: `lesson.html`, which the build writes, has the program alone.

import { ADDRESSES } from "../../../core/recordings/addresses";
import { dataFiles } from "../../../core/recordings/dataFiles";
import type { SavedRun } from "../../../core/runFile/runs";
import { preferences } from "../../../state/preferences.svelte";
import { dataOf, openLesson, type Opened } from "../lessons";
import { isOwn } from "../own/own.svelte";
import { lessons } from "../state.svelte";

const RECORDED = "../../recordings/";

export interface LessonContents {
  address: string; // of the lesson and its state
  made: string;
  shotglass: string; // its version
  own: Omit<Opened, "Figure" | "Stock"> | null; // a lesson of a folder; JSON holds no component
  files: Record<string, unknown>; // of data, by their paths in the source
}

/** Rejects where a file of it cannot be fetched. */
export async function contentsOf({ made, shotglass }: SavedRun): Promise<string> {
  const opened = await openLesson(lessons.lesson, preferences.language);
  const files = await Promise.all(
    [...dataFiles].map(async (name) => {
      const address = ADDRESSES[RECORDED + name];
      return address === undefined
        ? ([name, await dataOf(name)] as const)
        : ([RECORDED + name, await uriOf(address)] as const);
    }),
  );
  const contents: LessonContents = {
    address: lessons.toQuery().toString(),
    ...{ made, shotglass },
    own: isOwn(opened.lesson.id) ? opened : null,
    files: Object.fromEntries(files),
  };
  return JSON.stringify(contents);
}

async function uriOf(address: string): Promise<string> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const reader = new FileReader();
  reader.readAsDataURL(await answer.blob());
  return new Promise((resolve, reject) => {
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error(address));
  });
}
