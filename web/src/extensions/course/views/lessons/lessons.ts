// The lessons, found by their folders: `lessons/<id>/` holds all that there is of one, and nothing
// else names it. The list needs the cards of all; words and figure are fetched when one is opened.
// `build/` makes both of a lesson's files.

import type { Component, Snippet } from "svelte";
import { link } from "../../../../core/address/url";
import { dataFiles } from "../../../../core/recordings/dataFiles";
import type { Figured } from "../../../../core/experiments/fill";
import type { Outcome, Result } from "../../../../core/experiments/result";
import type { Stock, StockWords } from "../../../../ui/figures/stock/stock";
import opening from "../../../../gallery/opening.json"; // the recorder reads it too
import type { TermId } from "../../../../ui/glossary/glossary";
import { GROUPS, type Group } from "./groups";
import { isOwn, openOwn, own } from "./own/own.svelte";
import { rightChoice, type Own, type Quiz } from "./quiz/key";
import type { PaperId } from "./sources/bibliography";
import { inWords } from "./lesson/written";
import type StockFigure from "./StockFigure.svelte";
import type { Language } from "../../../../words";

export const FIRST_SENTENCE = opening.sentence; // recorded

/** Words of the note that are wrong; what is right stands in the lesson's words. */
export interface Slip {
  quotes: readonly string[]; // as they stand in the note
  section: number; // of the note, from 0
}

/** What the list says of a lesson, and what is asked before it is opened. */
export interface LessonCard {
  order: number; // its place among all lessons
  group: Group;
  week?: number; // of the course, from 1
  needs: readonly string[]; // the lessons that it builds on
  title: Record<Language, string>;
  slips: readonly Slip[]; // in the order of the words' corrections
  text?: string; // what its figure stands on at first, where it has a text of its own
  field?: "own" | "common"; // for a text; of the common one it stands on the first sentence
}

export interface Lesson extends LessonCard {
  id: string; // the name of its folder
}

/** A view of its own that has its place among the lessons. */
export interface Page {
  order: number;
  group: Group;
  week: number;
  view: "forward" | "shapes";
}

export type Topic = Lesson | Page;

/** The words of a lesson's experiment; places such as `{n}` are filled from its result. */
export interface ExperimentWords {
  question: string; // in English the result's own
  hypothesis: string;
  rule: string;
  counted: string; // of what there are n
  outcomes: Record<Outcome, string>; // a sentence for each, written before the run
}

export interface LessonWords {
  text: string[]; // a paragraph each
  corrections: { claim: string; right: string; source: string }[]; // of the note
  opposite: string; // what would have shown the opposite
  try: string; // the words of the link
  formula?: string; // the formula as a sentence
  stock: StockWords; // of the stock figures
  figure: unknown; // what its own figure takes as `t`
  experiment?: ExperimentWords; // where it has a result.json
  also: Record<string, ExperimentWords>; // of its other results, by their own lessons
}

/** A lesson in one language. */
export interface LessonPage {
  formula: readonly string[]; // in TeX, a line each (ui/formula)
  terms: readonly TermId[]; // that the glossary explains, beside those that always mean one thing
  sources: readonly PaperId[]; // the papers it rests on, the first one first
  opens: string; // the address of the instrument in which it goes on, in the state it speaks of
  stock: readonly Stock[]; // figures of its result that need no code
  quiz: Quiz; // what is asked before its figure is seen
  words: LessonWords;
  figured?: readonly (readonly Figured[])[]; // where its paragraphs have figures of its result
}

export interface Opened extends LessonPage {
  lesson: Lesson;
  Figure: Component<FigureProps> | null; // null: all its figures are stock
  Stock: typeof StockFigure | null; // what draws those: nothing moves for it once a lesson stands
  result: Result | null;
}

/** What a lesson's Figure.svelte gets; it says where among its own the stock figures stand. */
export interface FigureProps {
  t: unknown;
  result: Result | null;
  stock: Snippet<[ids?: readonly string[]]>; // all, or those
}

const CARDS = import.meta.glob<LessonCard>("../../lessons/*/lesson.en.md", {
  eager: true,
  import: "default",
  query: "?card",
});
const FIGURES = import.meta.glob<Opened["Figure"]>("../../lessons/*/Figure.svelte", {
  import: "default",
});
const RESULTS = import.meta.glob<Result>("../../lessons/*/result.json", { import: "default" });
const OTHERS = import.meta.glob<Result>("../../lessons/*/*.result.json", { import: "default" });
const OWN = import.meta.glob<(figure: unknown) => Own | Promise<Own>>("../../lessons/*/quiz.ts", {
  import: "own",
});
const PAGES_OF = {
  en: import.meta.glob<LessonPage>("../../lessons/*/lesson.en.md", { import: "default" }),
  zh: import.meta.glob<LessonPage>("../../lessons/*/lesson.zh.md", { import: "default" }),
} satisfies Record<Language, unknown>;

export const LESSONS: readonly Lesson[] = Object.entries(CARDS)
  .map(([path, card]) => ({ ...card, id: path.split("/").at(-2) ?? path }))
  .sort((a, b) => a.order - b.order);

export const IDS: readonly string[] = LESSONS.map(({ id }) => id);

const PAGES: readonly Page[] = [
  { order: 11, group: "generation", week: 4, view: "forward" },
  { order: 16, group: "series", week: 8, view: "shapes" },
];

/** The lessons and pages of each group that has some, in order. */
export const TOPICS: readonly (readonly [Group, readonly Topic[]])[] = GROUPS.map((group) => {
  return [group, topicsWhere((topic) => topic.group === group)] as const;
}).filter(([, topics]) => topics.length > 0);

/** The lessons and pages that fulfil a condition, in order. */
export function topicsWhere(condition: (topic: Topic) => boolean): readonly Topic[] {
  return [...LESSONS, ...PAGES].filter(condition).sort((a, b) => a.order - b.order);
}

/** What a newcomer steps through first, in this order. */
export const PATH: readonly Topic[] = [
  ...["tokens", "autoregressive", "attention", "mask", "training", "decoders", "shots"],
].map(lessonOf);

/** Before and behind a topic: along the path for one that is on it and who goes by it, else along all. */
export function around(
  at: Lesson | Page["view"],
  byPath: boolean,
): [Topic | undefined, Topic | undefined] {
  const isHere = (topic: Topic) => ("id" in topic ? topic === at : topic.view === at);
  const all = typeof at === "string" ? topicsWhere(() => true) : isOwn(at.id) ? own.all : LESSONS;
  const steps = byPath && PATH.some(isHere) ? PATH : all;
  const place = steps.findIndex(isHere);
  return [steps[place - 1], steps[place + 1]];
}

/** One of the page or of the folder of one's own, which may not be there yet. */
export function knownLesson(id: string): Lesson | undefined {
  return (isOwn(id) ? own.all : LESSONS).find((lesson) => lesson.id === id);
}

/** Throws Error where there is no such lesson. */
export function lessonOf(id: string): Lesson {
  const match = knownLesson(id);
  if (match === undefined) throw new Error(`There is no lesson ${id}.`);
  return match;
}

export function lessonLink(id: string): string {
  return link("lessons", new URLSearchParams({ lesson: id }));
}

/** The lesson in a language, with the figures of its result. Throws Error where there is no such
 * lesson, it cannot be fetched, or its words name a figure that the result does not have. */
export async function lessonPage(id: string, language: Language): Promise<LessonPage> {
  const [page, result] = await Promise.all([
    fetched(PAGES_OF[language], `../../lessons/${id}/lesson.${language}.md`),
    lessonResult(id),
  ]);
  return result === null ? page : inWords(page, result, id);
}

/** Its words alone. Throws as `lessonPage` does. */
export async function lessonWords(id: string, language: Language): Promise<LessonWords> {
  return (await lessonPage(id, language)).words;
}

/** What the lesson's experiment measured, and others beside it; null for a lesson without one. */
export async function lessonResult(id: string): Promise<Result | null> {
  const folder = `../../lessons/${id}/`;
  const own = `${folder}result.json`;
  if (!(own in RESULTS)) return null;
  const beside = Object.keys(OTHERS).filter((path) => path.startsWith(folder));
  const [result, ...others] = await Promise.all([
    fetched(RESULTS, own),
    ...beside.map((path) => fetched(OTHERS, path)),
  ]);
  return others.length === 0 ? result : { ...result, others: others.flatMap((item) => item ?? []) };
}

/** A lesson with its words and its figure. Throws as `lessonPage` does. */
export async function openLesson(id: string, language: Language): Promise<Opened> {
  if (isOwn(id)) return openOwn(id, language);
  const lesson = lessonOf(id);
  const [page, result, Figure] = await Promise.all([
    lessonPage(id, language),
    lessonResult(id),
    FIGURES[`../../lessons/${id}/Figure.svelte`]?.() ?? null,
  ]);
  const Stock = page.stock.length > 0 ? (await import("./StockFigure.svelte")).default : null;
  return { ...page, lesson, result, Figure, Stock };
}

/** The place of the right choice of a lesson's question. Throws Error where it cannot be computed:
 * its own numbers may need a model. */
export async function keyOf({ lesson, quiz, result, words }: Opened): Promise<number> {
  const own = await OWN[`../../lessons/${lesson.id}/quiz.ts`]?.();
  return rightChoice(quiz, result, (await own?.(words.figure)) ?? {});
}

async function fetched<T>(files: Record<string, () => Promise<T>>, path: string): Promise<T> {
  const load = files[path];
  if (load === undefined) throw new Error(`There is no ${path}.`);
  dataFiles.add(path);
  return load();
}

/** The words or the result at a path of `dataFiles`; undefined where it is none of a lesson. */
export function dataOf(path: string): Promise<LessonPage | Result> | undefined {
  return { ...PAGES_OF.en, ...PAGES_OF.zh, ...RESULTS, ...OTHERS }[path]?.();
}

/** The class of the words for an outcome: their color. */
export function outcomeText(outcome: Outcome): string {
  return { held: "right-text", refuted: "wrong-text", null: "" }[outcome];
}
