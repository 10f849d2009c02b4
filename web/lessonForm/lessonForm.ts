// Makes modules of the lessons' files when the page is built, so that no browser reads YAML:
// `lesson.en.md?card` is what the list of lessons needs, `lesson.en.md` and `lesson.zh.md` are the
// whole lesson in that language.

import { dirname, join } from "node:path";
import type { Plugin } from "vite";
import type { LessonCard, LessonPage } from "../src/features/lessons/lessons.ts";
import { firstValues } from "../src/core/experiments/operated.ts";
import { typeset } from "../src/core/text/numbers.ts";
import type { Quiz } from "../src/features/lessons/quiz/key.ts";
import type { Stock } from "../src/ui/figures/stock/stock.ts";
import type { TermId } from "../src/ui/glossary/glossary.ts";
import { readLesson, type LessonFiles } from "./read.ts";
import { CAPTION, type Chinese, type English } from "./schema.ts";

const FILE = /\/lessons\/[^/]+\/lesson\.(en|zh)\.md(\?.*)?$/;
type Outcomes = NonNullable<(Chinese | English)["experiment"]>;
const LANGUAGES = ["en", "zh"] as const;

export function lessonForm(): Plugin {
  return {
    name: "lesson-form",
    enforce: "pre",
    load(id) {
      const [, language, query = ""] = FILE.exec(id) ?? [];
      if (language === undefined) return null;
      const folder = dirname(id.replace(/\?.*/, ""));
      for (const name of LANGUAGES) this.addWatchFile(join(folder, `lesson.${name}.md`));
      const files = readLesson(folder);
      const value = query.includes("card") ? cardOf(files) : pageOf(files, language as "en" | "zh");
      return { code: `export default ${JSON.stringify(value)};`, map: null, moduleType: "js" };
    },
  };
}

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
  const inChinese = choices.map(({ value }, i) => ({ value, say: zh.head.quiz.choices[i] ?? "" }));
  return {
    ...{ right, ...(to === undefined ? {} : { to }) },
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
  const entries = Object.entries(figure).filter(([key]) => !(key in CAPTION));
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
