// The words of the tasks that come with the page: `words.<language>.json` in each task's folder.

/** `sets` names the shot sets, by the names they have in the prompt. */
export interface TaskWords {
  title: string;
  about: string;
  differIn: string; // what the choice of a shot set chooses
  sets: Record<string, string>;
}

/** The files of one language by the task's id, which is the name of its folder. */
export function wordsByTask(files: Record<string, TaskWords>): Record<string, TaskWords> {
  const named = Object.entries(files).map(([path, words]) => [
    path.split("/").at(-2) ?? path,
    words,
  ]);
  return Object.fromEntries(named) as Record<string, TaskWords>;
}
