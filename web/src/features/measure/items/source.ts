// Which items a task is asked of, and where its examples come from: the task's own, or a visitor's.

import { lookup } from "../../../core/lookup";
import { WITH_ITEMS, type Entry, type GalleryQuery } from "../../../core/gallery/gallery";
import type { PlanItem } from "../../../core/measurement/plan";
import { blankPrompt, owned, shotsOf } from "../../../core/prompting/editing";
import type { Prompt } from "../../../core/prompting/prompt";
import type { OwnItem } from "./ownItem";

/** `leftOut`: items that are an example too. */
export interface Source {
  prompt: Prompt; // without items
  set: string | null; // where examples come from; null: from the items themselves
  examples: number; // how many there are; of a visitor's rows: 0
  items: PlanItem[];
  leftOut: number;
}

/** The task's own items, with the answers that go with the examples of `set`. */
export function taskSource(
  entry: Entry | undefined,
  prompt: Prompt,
  set: string,
  loaded: readonly GalleryQuery[],
): Source {
  const known = new Set([
    ...shotsOf(prompt, set).map(({ output }) => output),
    ...prompt.labels.map(({ text }) => text),
  ]);
  const worded = (text: string) => (known.has(text) ? text : owned(prompt, text));
  const queries = entry === undefined || prompt.items.length > 0 ? null : queriesOf(entry, loaded);
  const items = queries === null ? ownOf(prompt) : galleryItems(queries, set, worded);
  const shared = lookup(entry?.labelsBySet ?? {}, set)?.map((text) => ({ text: worded(text) }));
  const labels = items.every((item) => item.labels.length > 0) ? [] : (shared ?? prompt.labels);
  return withoutExamples({ ...prompt, items: [], labels }, set, items);
}

/** How a visitor's rows are asked: with the task's examples, or with some of the rows. */
export interface RowSource {
  examples: "task" | "rows";
  template: string | null; // of the rows' own; null: a plain one
}

/**
 * A visitor's rows. With the task's examples they are asked in its template, with its answers where
 * these have all of theirs; with examples from among them in a template of their own. A task of the
 * gallery says nothing of other rows; a task of a visitor's own keeps its wording.
 */
export function ownSource(
  entry: Entry | undefined,
  prompt: Prompt,
  set: string,
  rows: readonly OwnItem[],
  { examples, template }: RowSource,
): Source {
  const fromTask = examples === "task";
  const base = fromTask || entry === undefined ? prompt : blankPrompt();
  const worded = fromTask || template === null ? base : { ...base, template };
  const items = rows.map(({ input, expected, labels = [], id }) => ({
    input,
    expected: owned(worded, expected),
    labels: labels.map((label) => owned(worded, label)),
    ...(id !== undefined && { id }),
  }));
  const known = new Set(fromTask ? worded.labels.map(({ text }) => text) : []);
  const all = items.every(({ labels, expected }) => labels.length > 0 || known.has(expected));
  const shape = { ...worded, items: [], labels: all ? worded.labels : [] };
  if (fromTask) return withoutExamples(shape, set, items);
  return { prompt: { ...shape, shot_sets: {} }, set: null, examples: 0, items, leftOut: 0 };
}

function ownOf(prompt: Prompt): PlanItem[] {
  return prompt.items.map((item) => ({ ...item, labels: [] }));
}

/** What its file of items has; of a task without such a file the questions that Compare offers. */
function queriesOf(
  { id, queries }: Entry,
  loaded: readonly GalleryQuery[],
): readonly GalleryQuery[] {
  return WITH_ITEMS.has(id) ? loaded : queries;
}

/** `worded`: an answer as the template in use has it, which may be an edited one. */
function galleryItems(
  loaded: readonly GalleryQuery[],
  set: string,
  worded: (text: string) => string,
): PlanItem[] {
  return loaded.flatMap(({ input, expected, labels = [] }) => {
    const answer = lookup(expected, set);
    if (answer === undefined) return [];
    return [{ input, expected: worded(answer), labels: labels.map(worded) }];
  });
}

function withoutExamples(prompt: Prompt, set: string, items: readonly PlanItem[]): Source {
  const shots = shotsOf(prompt, set);
  const shown = new Set(shots.map(({ input }) => input));
  const questions = items.filter(({ input }) => !shown.has(input));
  const first = new Map([...questions].reverse().map((item) => [item.input, item]));
  const different = questions.filter((item) => first.get(item.input) === item);
  const leftOut = items.length - questions.length;
  return { prompt, set, examples: shots.length, items: different, leftOut };
}
