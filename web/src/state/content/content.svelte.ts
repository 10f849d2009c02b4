// The folder of one's own that the server was given: its tasks, lessons, runs and datasets, and what
// is wrong with the rest. Null where there is none.

import type { Content } from "../../core/api/api.gen";
import type { Entry } from "../../core/gallery/gallery";
import { byTask, type TaskWords } from "../../core/gallery/taskWords";
import type { Language, Words } from "../../words";

/** Before the names of its tasks and lessons, so that they are none of the page's. */
export const OWN = "own.";

/** A file of a lesson, as `lessonForm` reads those of the page. */
export interface WrittenFile {
  head: Record<string, unknown>;
  paragraphs: string[];
}

export interface FolderLesson {
  id: string; // with OWN
  en: WrittenFile;
  zh?: WrittenFile;
}

export interface Folder extends Omit<Content, "name" | "tasks" | "lessons"> {
  name: string;
  tasks: readonly Entry[];
  named: Record<Language, Record<string, TaskWords>>; // the tasks
  lessons: readonly FolderLesson[];
}

class OwnContent {
  folder = $state.raw<Folder | null>(null);
  failed = $state(false);
  settled = $state(false); // it was read, or there is none

  /** The page's words with those of the folder's tasks. */
  named(words: Words, language: Language): Words {
    const own = this.folder?.named[language];
    return own ? { ...words, gallery: byTask(words.gallery, own) } : words;
  }
}

export const content = new OwnContent();
