// Asks the server for the folder of one's own, and for its files; adds to it where that is allowed.

import { call } from "../../core/api/api";
import { MOST_ROWS, outputsOf } from "../../core/gallery/axisRows";
import { readEntry, type Entry, type EntryFile } from "../../core/gallery/gallery";
import type { TaskWords } from "../../core/gallery/taskWords";
import type { Prompt } from "../../core/prompting/render";
import type { Language } from "../../words";
import { draft } from "../draft.svelte";
import { ENDING, runFiles } from "../runFile/runFiles.svelte";
import { search } from "../search.svelte";
import { content, OWN, type Folder, type FolderLesson } from "./content.svelte";

export const PATH = "/api/v1/content";
type Kind = "lessons" | "runs" | "datasets";
type Title = Partial<TaskWords> & { title: string };

interface TaskFile extends Omit<EntryFile, "model"> {
  model: string | null;
  words: Partial<Record<Language, Title>>;
}

/** Reads the folder as it is now. A task of it may be open already: it came with the address. */
export async function open(): Promise<void> {
  try {
    content.folder = await readFolder();
    content.failed = false;
    draft.recognise(content.folder?.tasks ?? []);
    const run = search.get("run");
    search.set("run", null);
    if (run !== null) await openRun(run);
  } catch {
    content.failed = true;
  } finally {
    content.settled = true;
  }
}

/** Shows a run of it in its view. Throws ApiError. */
export async function openRun(id: string): Promise<void> {
  await runFiles.open(id + ENDING, await (await fetchFile("runs", id)).blob(), id);
}

/** Null where the server was given no folder. Throws ApiError. */
async function readFolder(): Promise<Folder | null> {
  const { name, ...listed } = await (await call(PATH)).json();
  if (name === null) return null;
  const files = listed.tasks as unknown as TaskFile[];
  const tasks = files.map(taskOf);
  const named = { en: namesIn(files, "en"), zh: namesIn(files, "zh") };
  const lessons = (listed.lessons as unknown as FolderLesson[])
    .map((lesson) => ({ ...lesson, id: OWN + lesson.id }))
    .sort((a, b) => orderOf(a) - orderOf(b));
  return { ...listed, name, tasks, named, lessons };
}

function orderOf({ en }: FolderLesson): number {
  return Number(en.head.order ?? 0);
}

function taskOf({ model, ...file }: TaskFile): Entry {
  const entry = listed(readEntry({ ...file, ...(model === null ? {} : { model }) }));
  return { ...entry, id: OWN + file.id };
}

/** Where a task lists no answers, those that its examples and questions have, as far as there is room. */
function listed(entry: Entry): Entry {
  const { prompt, queries } = entry;
  if (prompt.labels.length > 0 || prompt.readout === "text") return entry;
  const outputs = Object.keys(prompt.shot_sets).flatMap((set) => outputsOf(prompt, set));
  const answers = queries.flatMap(({ expected }) => Object.values(expected));
  const texts = [...new Set([...outputs, ...answers])].slice(0, MOST_ROWS);
  return { ...entry, prompt: { ...prompt, labels: texts.map((text) => ({ text })) } };
}

/** In a language, or in the other one that a task has words in, or by its id. */
function namesIn(files: readonly TaskFile[], language: Language): Record<string, TaskWords> {
  const named = files.map(({ id, words }) => {
    const { about, differIn, sets, ...own } = words[language] ??
      words.en ??
      words.zh ?? { title: id };
    return [
      OWN + id,
      { ...own, about: about ?? "", differIn: differIn ?? "", sets: sets ?? {} },
    ] as const;
  });
  return Object.fromEntries(named);
}

/** A run's or a dataset's bytes, or a lesson's result. Throws ApiError. */
export async function fetchFile(kind: Kind, id: string): Promise<Response> {
  return call(`${PATH}/${kind as string}/${encodeURIComponent(id)}`);
}

/** Throws ApiError with every fault of it. */
export async function addTask(
  id: string,
  title: string,
  lang: Language,
  prompt: Prompt,
): Promise<void> {
  await call(`${PATH}/tasks`, { id, title, lang, prompt });
}

/** A name for a file of what a person calls it: small letters, digits and hyphens. */
export function idOf(title: string): string {
  const plain = title.normalize("NFKD").toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
}
