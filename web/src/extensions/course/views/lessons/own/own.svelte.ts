// The lessons of a folder of one's own, in the form that the page's lessons have.

import type { LessonFiles, Written } from "../../../build/lessonForm/read";
import type { Chinese, English } from "../../../build/lessonForm/schema";
import {
  content,
  OWN,
  type FolderLesson,
  type WrittenFile,
} from "../../../../../state/content/content.svelte";
import type { Language } from "../../../../../words";
import type { Lesson, Opened } from "../lessons";
import { cardOf, inWords, pageOf } from "../lesson/written";

class OwnLessons {
  /** Their cards, in order. */
  readonly all = $derived((content.folder?.lessons ?? []).map(lessonOf));
}

export const own = new OwnLessons();

export function isOwn(id: string): boolean {
  return id.startsWith(OWN);
}

function lessonOf(lesson: FolderLesson): Lesson {
  return { ...cardOf(filesOf(lesson)), id: lesson.id };
}

/** Where the second language is missing, the English words stand for it. */
function filesOf({ en, zh }: FolderLesson): LessonFiles {
  const english = whole(en) as Written<English>;
  const { quiz } = english.head;
  const words = { ...quiz, choices: quiz.choices.map(({ say }) => say) };
  const same = { ...english, head: { ...english.head, quiz: words } };
  return { en: english, zh: (zh === undefined ? same : whole(zh)) as Written<Chinese> };
}

/** With what may be left out of a file, as `lessonForm/schema.ts` fills it. */
function whole({ head, paragraphs }: WrittenFile): object {
  const lists = { needs: [], formula: [], terms: [], sources: [], corrections: [] };
  const empty = { ...lists, names: {}, also: {}, order: 0, group: "open" };
  const figures = Object.entries((head.figures ?? {}) as English["figures"]).map(([id, figure]) => {
    const { choose } = figure;
    const texts = Object.entries(choose ?? {}).map(([name, of]) => [name, of.map(String)] as const);
    const chosen = choose === undefined ? {} : { choose: Object.fromEntries(texts) };
    return [id, Object.assign({ x: "", y: "" }, figure, chosen)] as const;
  });
  return { head: { ...empty, ...head, figures: Object.fromEntries(figures) }, paragraphs };
}

/** Throws Error where the folder has no such lesson, ApiError where its numbers cannot be fetched. */
export async function openOwn(id: string, language: Language): Promise<Opened> {
  const file = content.folder?.lessons.find((lesson) => lesson.id === id);
  const lesson = own.all.find((card) => card.id === id);
  if (file === undefined || lesson === undefined)
    throw new Error(`The folder has no lesson ${id}.`);
  const page = pageOf(filesOf(file), language);
  const { lessonData } = await import("./files");
  const result = await lessonData(id.slice(OWN.length));
  const Stock = (await import("../StockFigure.svelte")).default;
  return { ...inWords(page, result, id), lesson, result, Figure: null, Stock };
}
