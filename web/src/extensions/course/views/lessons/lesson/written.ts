// Makes of a lesson's files, once they are read, what the page shows: of the page's own lessons when
// it is built (`lessonForm/`), of those in a folder of one's own when they are opened.

import type { LessonFiles } from "../../../build/lessonForm/read.ts";
import type { Chinese, English } from "../../../build/lessonForm/schema.ts";
import { figured, filled } from "../../../../../core/experiments/fill.ts";
import { firstValues } from "../../../../../core/experiments/operated.ts";
import type { Result } from "../../../../../core/experiments/result.ts";
import { typeset } from "../../../../../core/text/numbers.ts";
import type { Stock } from "../../../../../ui/figures/stock/stock.ts";
import type { TermId } from "../../../../../ui/glossary/glossary.ts";
import type { LessonCard, LessonPage } from "../lessons.ts";
import type { Quiz } from "../quiz/key.ts";

const CAPTION = ["caption", "x", "y"]; // what is written above a figure and beside its axes
type Outcomes = NonNullable<(Chinese | English)["experiment"]>;

export function cardOf({ en: { head }, zh }: LessonFiles): LessonCard {
  const { order, group, week, needs, text, field, corrections } = head;
  return {
    ...{ order, group, needs },
    title: { en: typeset(head.title), zh: typeset(zh.head.title) },
    slips: corrections.map(({ quotes, section }) => ({ quotes, section })),
    ...(week === undefined ? {} : { week }),
    ...(text === undefined ? {} : { text }),
    ...(field === undefined ? {} : { field }),
  };
}

/** What an experiment states in English stands in its result alone. */
const STATED = {
  question: "{question}",
  hypothesis: "{hypothesis}",
  rule: "{rule}",
  counted: "{counted}",
};

export function pageOf(files: LessonFiles, language: "en" | "zh"): LessonPage {
  const { formula, terms, sources, opens, figures } = files.en.head;
  const { head, paragraphs } = files[language];
  const { experiment, also } = head;
  const words = {
    text: paragraphs,
    corrections: head.corrections.map(({ claim, right, source }) => ({ claim, right, source })),
    opposite: head.opposite,
    try: head.try,
    ...(head.symbols === undefined ? {} : { formula: head.symbols }),
    ...(experiment === undefined ? {} : { experiment: { ...STATED, ...experimentOf(experiment) } }),
    also: Object.fromEntries(
      Object.entries(also).map(([name, other]) => [name, { ...STATED, ...experimentOf(other) }]),
    ),
    stock: {
      figures: Object.fromEntries(
        Object.entries(head.figures).map(([id, { caption, x, y }]) => [id, { caption, x, y }]),
      ),
      names: head.names,
    },
    figure: head.figure ?? {},
  };
  return {
    ...{ formula, sources, opens, stock: stockOf(figures) },
    quiz: typesetAll(quizOf(files, language)),
    terms: terms as TermId[], // a test finds each in the words
    words: typesetAll(words),
  };
}

function quizOf({ en, zh }: LessonFiles, language: "en" | "zh"): Quiz {
  const { ask, right, to, choices } = en.head.quiz;
  const { because } = (language === "en" ? en : zh).head.quiz;
  const inChinese = choices.map(({ value }, i) => ({ value, say: zh.head.quiz.choices[i] ?? "" }));
  return {
    ...{ right, ...(to === undefined ? {} : { to }) },
    ...(because === undefined ? {} : { because }),
    ...(language === "en" ? { ask, choices } : { ask: zh.head.quiz.ask, choices: inChinese }),
  };
}

/** The figures as they are drawn; one that can be set knows which numbers of the address are its own. */
function stockOf(figures: English["figures"]): Stock[] {
  const stock: Stock[] = Object.entries(figures).map(([id, figure]) => ({
    id,
    ...drawnOf(figure),
  }));
  const own = stock.map(firstValues);
  return stock.map((figure, i) => {
    const from = own.slice(0, i).flat().length;
    return own[i]?.length ? { ...figure, values: { from, first: own.flat() } } : figure;
  });
}

/** How a figure is drawn, without its words. */
function drawnOf(figure: English["figures"][string]) {
  const entries = Object.entries(figure).filter(([key]) => !CAPTION.includes(key));
  return Object.fromEntries(entries) as object as Omit<Stock, "id">;
}

function experimentOf({ held, refuted, null: none, ...stated }: Outcomes) {
  return { ...stated, outcomes: { held, refuted, null: none } };
}

function typesetAll<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, item: unknown) =>
    typeof item === "string" ? typeset(item) : item,
  ) as T;
}

/** `page` with the figures of its result in its words. Throws Error where they name one that it
 * does not have. */
export function inWords(page: LessonPage, result: Result, id: string): LessonPage {
  const { figure, also, ...words } = page.words;
  const own = { ...filled(words, result), figure: filled(figure, result, "points") };
  const others = (result.others ?? []).map((other) => {
    const written = also[other.lesson];
    if (written === undefined) throw new Error(`${id} says nothing of ${other.lesson}.`);
    return [other.lesson, filled(written, other)] as const;
  });
  const places = words.text.map((paragraph) => figured(paragraph, result));
  return { ...page, figured: places, words: { ...own, also: Object.fromEntries(others) } };
}
