// The lessons, found by their folders: `src/lessons/<id>/` holds all that there is of one, and nothing
// else names it. The list needs every `index.ts`; words and figure are fetched when one is opened.

import type { Component } from "svelte";
import { link } from "../../core/address/url";
import { filled } from "../../core/experiments/fill";
import type { Outcome, Result } from "../../core/experiments/result";
import type { Stock } from "../../ui/figures/stock/stock";
import opening from "../../gallery/opening.json"; // the recorder reads it too
import type { TermId } from "../../ui/glossary/glossary";
import type { PaperId } from "./sources/bibliography";
import type StockFigure from "./StockFigure.svelte";
import type { Language } from "../../words";

export const FIRST_SENTENCE = opening.sentence; // recorded

export const GROUPS = [
  "background",
  "architecture",
  "generation",
  "series",
  "inContext",
  "beyond",
  "open",
] as const;
export type Group = (typeof GROUPS)[number];

/** Words of the note that are wrong; what is right stands in the lesson's words. */
export interface Slip {
  quotes: readonly string[]; // as they stand in the note
  section: number; // of the note, from 0
}

/** What a lesson's `index.ts` says by default export. */
export interface LessonFile {
  order: number; // its place among all lessons; gaps are left for those to come
  group: Group;
  title: Record<Language, string>; // here, since the list names every lesson
  formula: readonly string[]; // in TeX, a line each (ui/formula)
  terms?: readonly TermId[]; // that the glossary explains, beside those that always mean one thing
  slips: readonly Slip[]; // in the order of the words' corrections
  text?: string; // what its figure stands on at first, where that is not the lessons' first sentence
  sources: readonly PaperId[]; // the papers it rests on, the first one first
  opens: string; // the link to the instrument in which it goes on, in the state it speaks of
  stock?: readonly Stock[]; // its figures, where it has no Figure.svelte: series of its result
}

export interface Lesson extends LessonFile {
  id: string; // the name of its folder
}

/** A view of its own that has its place among the lessons. */
export interface Page {
  order: number;
  group: Group;
  view: "forward" | "shapes";
}

export type Topic = Lesson | Page;

/** The words of a lesson's experiment; places such as `{n}` are filled from its result. */
export interface ExperimentWords {
  question: string; // in English what the experiment itself states: STATED
  hypothesis: string;
  rule: string;
  null: string;
  counted: string; // of what there are n
  outcomes: Record<Outcome, string>; // a sentence for each, written before the run
}

/** What `words.<language>.ts` of a lesson exports as `words`. */
export interface LessonWords {
  text: string[]; // a paragraph each
  corrections: { claim: string; right: string; source: string }[]; // of the note
  opposite: string; // what would have shown the opposite
  try: string; // the words of the link
  formula?: string; // the formula as a sentence
  figure: unknown; // what its own figure takes as `t`; StockWords for stock figures
  experiment?: ExperimentWords; // where it has a result.json
}

export interface Opened {
  lesson: Lesson;
  words: LessonWords;
  Figure: Component<{ t: unknown; result: Result | null }> | null; // null: its figures are stock
  Stock: typeof StockFigure | null; // what draws those: nothing moves for it once a lesson stands
  result: Result | null;
}

const FILES = import.meta.glob<LessonFile>("../../lessons/*/index.ts", {
  eager: true,
  import: "default",
});
const FIGURES = import.meta.glob<Opened["Figure"]>("../../lessons/*/Figure.svelte", {
  import: "default",
});
const RESULTS = import.meta.glob<Result>("../../lessons/*/result.json", { import: "default" });
const WORDS = {
  en: import.meta.glob<LessonWords>("../../lessons/*/words.en.ts", { import: "words" }),
  zh: import.meta.glob<LessonWords>("../../lessons/*/words.zh.ts", { import: "words" }),
} satisfies Record<Language, unknown>;

export const LESSONS: readonly Lesson[] = Object.entries(FILES)
  .map(([path, file]) => ({ ...file, id: path.split("/").at(-2) ?? path }))
  .sort((a, b) => a.order - b.order);

export const IDS: readonly string[] = LESSONS.map(({ id }) => id);

const PAGES: readonly Page[] = [
  { order: 11, group: "generation", view: "forward" },
  { order: 16, group: "series", view: "shapes" },
];

/** The lessons and pages of each group that has some, in order. */
export const TOPICS: readonly (readonly [Group, readonly Topic[]])[] = GROUPS.map((group) => {
  const topics = [...LESSONS, ...PAGES].filter((topic) => topic.group === group);
  return [group, topics.sort((a, b) => a.order - b.order)] as const;
}).filter(([, topics]) => topics.length > 0);

/** What a newcomer steps through first, in this order. */
export const PATH: readonly Topic[] = [
  "shots",
  "mask",
  "forward",
  "decoders",
  "objective",
  "meta",
  "gpt2",
].map((name) => PAGES.find(({ view }) => view === name) ?? lessonOf(name));

/** Before and behind a topic: along the path for one that is on it, else along all lessons. */
export function around(at: Lesson | Page["view"]): [Topic | undefined, Topic | undefined] {
  const isHere = (topic: Topic) => ("id" in topic ? topic === at : topic.view === at);
  const steps = PATH.some(isHere) ? PATH : LESSONS;
  const place = steps.findIndex(isHere);
  return [steps[place - 1], steps[place + 1]];
}

/** Throws Error where there is no such lesson. */
export function lessonOf(id: string): Lesson {
  const match = LESSONS.find((lesson) => lesson.id === id);
  if (match === undefined) throw new Error(`There is no lesson ${id}.`);
  return match;
}

export function lessonLink(id: string): string {
  return link("lessons", new URLSearchParams({ lesson: id }));
}

/** With the figures of its result. Throws Error where there is no such lesson, its words cannot be
 * fetched, or they name a figure that the result does not have. */
export async function lessonWords(id: string, language: Language): Promise<LessonWords> {
  const [words, result] = await Promise.all([
    fetched(WORDS[language], `../../lessons/${id}/words.${language}.ts`),
    lessonResult(id),
  ]);
  return result === null ? words : filled(words, result);
}

/** What the lesson's experiment measured; null for a lesson without one. */
export async function lessonResult(id: string): Promise<Result | null> {
  return RESULTS[`../../lessons/${id}/result.json`]?.() ?? null;
}

/** A lesson with its words and its figure. Throws as `lessonWords` does. */
export async function openLesson(id: string, language: Language): Promise<Opened> {
  const lesson = lessonOf(id);
  const [words, result, Figure, Stock] = await Promise.all([
    lessonWords(id, language),
    lessonResult(id),
    lesson.stock ? null : fetched(FIGURES, `../../lessons/${id}/Figure.svelte`),
    lesson.stock ? import("./StockFigure.svelte").then((module) => module.default) : null,
  ]);
  return { lesson, words, result, Figure, Stock };
}

async function fetched<T>(files: Record<string, () => Promise<T>>, path: string): Promise<T> {
  const load = files[path];
  if (load === undefined) throw new Error(`There is no ${path}.`);
  return load();
}

/** The class of the words for an outcome: their color. */
export function outcomeText(outcome: Outcome): string {
  return { held: "right-text", refuted: "wrong-text", null: "" }[outcome];
}
