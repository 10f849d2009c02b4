// The words of the tasks that come with the page: `words.<language>.json` in each task's folder.
// They have a file of their own, since the first screen needs the words and none of the tasks.

import { lookup } from "../lookup";
import type { Entry } from "./gallery";

/** `sets` names the shot sets, by the names they have in the prompt. */
export interface TaskWords {
  title: string;
  about: string;
  elsewhere?: string; // the same beside another model than the one that the task is made for
  differIn: string; // what the choice of a shot set chooses
  sets: Record<string, string>;
}

/** What is told of a task beside this model. */
export function aboutTask(words: TaskWords, entry: Entry, model: string | null): string {
  const fits = entry.model === null || entry.model === model;
  return fits ? words.about : (words.elsewhere ?? words.about);
}

/** What a set of examples is called. */
export function setName(words: TaskWords | undefined, set: string): string {
  return lookup(words?.sets ?? {}, set) ?? set;
}

/** Words by the ids of tasks; an id that is in an address may be any text. */
export function byTask(
  ...tables: readonly Readonly<Record<string, TaskWords>>[]
): Record<string, TaskWords> {
  return Object.assign(Object.create(null) as Record<string, TaskWords>, ...tables);
}

/** The files of one language by the task's id, which is the name of its folder. */
export function wordsByTask(files: Record<string, TaskWords>): Record<string, TaskWords> {
  const named = Object.entries(files).map(([path, words]) => [
    path.split("/").at(-2) ?? path,
    words,
  ]);
  return byTask(Object.fromEntries(named) as Record<string, TaskWords>);
}
