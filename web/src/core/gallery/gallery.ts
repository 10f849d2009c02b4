// The tasks that come with the page, and the questions each of them can be asked: `task.json` in
// the folder of each. What they are called stands beside it, in `words.<language>.json`.

import { lookup } from "../lookup";
import opening from "../../gallery/opening.json";
import { withTemplate } from "../prompting/editing";
import { parsePrompt, type Prompt } from "../prompting/render";

export interface GalleryQuery {
  input: string;
  labels?: string[]; // answers for this question, where it has its own
  expected: Record<string, string>; // by shot set
}

export interface Entry {
  id: string;
  model: string | null; // the id of the one it is made for; null for any
  null: boolean; // the examples are known not to help here, and the page says so
  queries: GalleryQuery[];
  items: readonly GalleryQuery[]; // more of its questions, once they are fetched
  labelsBySet: Record<string, string[]>; // where the answers depend on the examples
  prompt: Prompt;
}

export interface EntryFile {
  id: string;
  order: number; // its place among the tasks, from 1
  model?: string;
  null?: boolean;
  queries: { input: string; labels?: string[]; expected: unknown }[];
  labels_by_set?: Record<string, string[]>;
  prompt: unknown;
}

/** A task is a folder of `src/gallery`: nothing else names it. */
const FILES = import.meta.glob<EntryFile>("../../gallery/*/task.json", {
  eager: true,
  import: "default",
});

export const GALLERY: readonly Entry[] = Object.values(FILES)
  .sort((a, b) => a.order - b.order)
  .map((file) => readEntry(file));

/** Those that any model can be asked: their verdicts are measured, and they have more questions. The
 * others are for one of our own models, which was taught what others never were. */
export const FOR_ANY = GALLERY.filter((entry) => entry.model === null);

export function readEntry(file: EntryFile): Entry {
  return {
    id: file.id,
    model: file.model ?? null,
    null: file.null ?? false,
    queries: file.queries as GalleryQuery[],
    items: [],
    labelsBySet: file.labels_by_set ?? {},
    prompt: parsePrompt(file.prompt),
  };
}

/** The task that the page opens with. */
export function openingEntry(): Entry {
  const entry = entryOf(opening.task);
  if (entry === undefined) throw new Error(`There is no task ${opening.task}.`);
  return entry;
}

export function entryOf(id: string | undefined): Entry | undefined {
  return GALLERY.find((entry) => entry.id === id);
}

/** The entry's own question of this text, if it has one. */
export function knownQuery(entry: Entry, input: string): GalleryQuery | undefined {
  return [...entry.queries, ...entry.items].find((item) => item.input === input);
}

/** The entry's prompt asked `input`, with the answers that go with the examples of `set`. */
export function promptFor(entry: Entry, input: string, set: string): Prompt {
  const query = knownQuery(entry, input);
  if (query === undefined) return entry.prompt;
  const labels = query.labels ?? lookup(entry.labelsBySet, set);
  const expected = lookup(query.expected, set);
  return {
    ...entry.prompt,
    query: { input, ...(expected === undefined ? {} : { expected }) },
    labels: labels?.map((text) => ({ text })) ?? entry.prompt.labels,
  };
}

/**
 * `prompt` after a change of shot set: the expected answer follows where it still is the gallery's
 * own for the old set; one that a person wrote stays.
 */
export function switchedSet(
  entry: Entry | undefined,
  prompt: Prompt,
  from: string,
  to: string,
): Prompt {
  const query = entry && knownQuery(entry, prompt.query.input);
  if (entry === undefined || query === undefined) return prompt;
  const own = (set: string) =>
    withTemplate(promptFor(entry, query.input, set), prompt.template).query;
  if (own(from).expected !== prompt.query.expected) return prompt;
  return { ...prompt, query: own(to) };
}

/** Whether `prompt` is the entry's own, whichever of its questions it asks. */
export function isOwn(entry: Entry, prompt: Prompt, set: string): boolean {
  const own = promptFor(entry, prompt.query.input, set);
  return JSON.stringify(ordered(own)) === JSON.stringify(ordered(prompt));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, ordered(item)]));
}

// The items of a gallery task: the questions with known answers that its verdict was measured on.

export interface ItemFile {
  id: string;
  source: string; // where the items come from
  licence: string;
  built: string; // how they were made
  seed: number; // chose them
  items: GalleryQuery[]; // as the gallery's own questions
}

const ITEM_FILES = import.meta.glob<ItemFile>("../../gallery/*/items.json", { import: "default" });

/** The tasks that have items. */
export const WITH_ITEMS: ReadonlySet<string> = new Set(
  Object.keys(ITEM_FILES).map((path) => path.split("/").at(-2) ?? path),
);

/** One task's items, fetched when asked for; undefined where a task has none. */
export async function loadItems(id: string): Promise<ItemFile | undefined> {
  return ITEM_FILES[`../../gallery/${id}/items.json`]?.();
}

// Drawing another of a task's questions.

/** One that is not asked now, or null; `random` gives numbers from 0 to 1. */
export function another(
  items: readonly GalleryQuery[],
  now: string,
  random: () => number = Math.random,
): GalleryQuery | null {
  const others = items.filter((item) => item.input !== now);
  return others[Math.floor(random() * others.length)] ?? null;
}
