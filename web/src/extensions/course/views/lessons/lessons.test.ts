import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { read as readCompare } from "../../../../core/address/compare";
import { read as readDecode } from "../../../../core/address/decode";
import { read as readInside } from "../../../../core/address/inside";
import { read as readForward } from "../forward/address";
import { read as readPrompt } from "../../../../features/prompt/address";
import { read as readShapes } from "../shapes/address";
import { read as readTrain } from "../../../../features/train/address";
import { read, write } from "./address";
import { sourceOf } from "./sources/bibliography";
import {
  around,
  IDS,
  LESSONS,
  lessonLink,
  lessonOf,
  lessonPage,
  lessonResult,
  lessonWords,
  PATH,
  TOPICS,
  topicsWhere,
} from "./lessons";
import { readLesson } from "../../build/lessonForm/read";
import { decode } from "../../../../core/address/url";
import { chosenName, combinations } from "../../../../core/experiments/operated";
import { isPoint, picksOf, seriesOf } from "../../../../core/experiments/result";
import { glossed } from "../../../../ui/glossary/glossary";
import { parseTex } from "../../../../ui/formula/tex";
import { en } from "../../../../words/en";
import { zh } from "../../../../words/zh";

const FOLDERS = readdirSync(join(import.meta.dirname, "../../lessons"));
const ALL_WORDS = { en, zh };

const WORD_END = /[^\S\u202f]+/; // a count with thin spaces is one word
const CITED = /(\p{Lu}\p{L}+)(?: et al\.| and \p{Lu}\p{L}+)? \(?((?:19|20)\d\d)\b/gu; // Wei et al. 2022

describe("the lessons", () => {
  it("are the folders of lessons, each with a place of its own", () => {
    expect([...IDS].sort()).toEqual([...FOLDERS].sort());
    const topics = TOPICS.flatMap(([, topics]) => topics);
    expect(new Set(topics.map(({ order }) => order)).size).toBe(topics.length);
    expect(topics.flatMap((topic) => ("id" in topic ? topic.id : []))).toEqual(IDS);
  });
  it("lead along the newcomer's path where they are on it and one goes by it, else along all", () => {
    PATH.forEach((topic, i) => {
      const at = "id" in topic ? topic : topic.view;
      expect(around(at, true)).toEqual([PATH[i - 1], PATH[i + 1]]);
    });
    LESSONS.forEach((lesson, i) => {
      expect(around(lesson, false)).toEqual([LESSONS[i - 1], LESSONS[i + 1]]);
      if (!PATH.includes(lesson)) expect(around(lesson, true)).toEqual(around(lesson, false));
    });
    const every = topicsWhere(() => true);
    const page = every.findIndex((topic) => "view" in topic && topic.view === "forward");
    expect(around("forward", false)).toEqual([every[page - 1], every[page + 1]]);
  });
  it("stand under no heading that has nothing below it", () => {
    for (const [, topics] of TOPICS) expect(topics.length).toBeGreaterThan(0);
  });
  it.each(IDS)("%s begins with at most 90 words, and 160 characters in Chinese", async (id) => {
    const [english, chinese] = [await lessonWords(id, "en"), await lessonWords(id, "zh")];
    expect(english.text[0]?.split(WORD_END).length).toBeLessThanOrEqual(90);
    const letters = [...(chinese.text[0] ?? "")].filter((c) => c.trim() !== "");
    expect(letters.length).toBeLessThanOrEqual(160);
    expect(chinese.text).toHaveLength(english.text.length);
  });
  it.each(IDS)("%s says why its answer is right, in both languages", (id) => {
    const { en, zh } = readLesson(join(import.meta.dirname, "../../lessons", id));
    expect(en.head.quiz.because).toMatch(/[.)]$/u);
    expect(zh.head.quiz.because).toMatch(/[。）]$/u);
  });
  it.each(IDS)("%s does not tell above its question what that asks for", (id) => {
    const { en, zh } = readLesson(join(import.meta.dirname, "../../lessons", id));
    const { right, to, choices } = en.head.quiz;
    for (const [first = ""] of [en.paragraphs, zh.paragraphs]) {
      const tells = (value: unknown) => first.includes(`{${String(value).split("]")[0]}]`);
      if (right === "nearest") expect(tells(to)).toBe(false);
      else expect(choices.filter(({ value }) => tells(value)).length).toBeLessThan(2); // to compare
    }
  });
  it.each(IDS)("%s says what it corrects in the note in both languages alike", async (id) => {
    for (const language of ["en", "zh"] as const) {
      const { corrections } = await lessonWords(id, language);
      expect(corrections).toHaveLength(lessonOf(id).slips.length);
      for (const correction of corrections)
        expect(Object.values(correction).every((text) => text.length > 8)).toBe(true);
    }
  });
  it.each(IDS)("%s rests on papers, among them each that its English words cite", async (id) => {
    const { sources: ids, words } = await lessonPage(id, "en");
    const { text, corrections } = words;
    const sources = ids.map(sourceOf);
    const cited = [...text, ...corrections.flatMap(({ right, source }) => [right, source])];
    for (const [place, name = "", year] of cited.join(" ").matchAll(CITED)) {
      const match = sources.find(({ by, year: of }) => by.includes(name) && of === Number(year));
      expect(match, place).toBeDefined();
    }
  });
  it.each(IDS)("%s has a formula that can be drawn and read, or none", async (id) => {
    const { formula } = await lessonPage(id, "en");
    for (const tex of formula) expect(() => parseTex(tex)).not.toThrow();
  });
  it.each(IDS)("%s holds the glossary's terms that it names", async (id) => {
    for (const language of ["en", "zh"] as const) {
      const { words, terms } = await lessonPage(id, language);
      const result = glossed(words.text, terms, ALL_WORDS[language].glossary).flat();
      expect(new Set(result.flatMap(({ term }) => term ?? []))).toEqual(new Set(terms));
    }
  });
  it.each(IDS)("%s leads on to an instrument in a state that it can read", async (id) => {
    const address = decode((await lessonPage(id, "en")).opens);
    if (address === null) throw new Error("no address");
    const reads = {
      decode: readDecode,
      forward: readForward,
      inside: readInside,
      compare: readCompare,
      prompt: readPrompt,
      shapes: readShapes,
      train: readTrain,
    };
    expect(Object.keys(reads)).toContain(address.view);
    const state = reads[address.view as keyof typeof reads](address.query);
    expect(Object.keys(state).length).toBeGreaterThan(0);
  });
  it.each(IDS)("%s has words for its experiment and for all that its figures name", async (id) => {
    const result = await lessonResult(id);
    for (const language of ["en", "zh"] as const) {
      const { stock, words } = await lessonPage(id, language);
      expect(words.experiment === undefined).toBe(result === null);
      expect(Object.keys(words.also)).toEqual((result?.others ?? []).map(({ lesson }) => lesson));
      for (const { id: of, kind, series, choose, listed = [] } of stock) {
        if (result === null) throw new Error("stock figures draw a result");
        const { figures, names } = words.stock;
        expect(figures[of]?.caption).toMatch(/./);
        if (kind === "table")
          expect(result.tables.map(({ name }) => name)).toEqual(
            expect.arrayContaining([...series]),
          );
        else
          for (const name of series) {
            expect(names[name]).toMatch(/./);
            if (isPoint(name)) expect(picksOf(result, [name]).points).toHaveLength(1);
            for (const chosen of isPoint(name) ? [] : combinations(choose)) {
              for (const option of Object.entries(chosen).flat())
                expect(names[option]).toMatch(/./);
              const drawn = seriesOf(result, chosenName(name, chosen)).points;
              const places = drawn.map(({ x }) => String(x));
              expect(places.length).toBeGreaterThan(listed.length);
              expect(places).toEqual(expect.arrayContaining([...listed]));
            }
          }
      }
    }
  });
  it.each(IDS)("%s builds on lessons that there are, and that come before it", (id) => {
    const { needs, order } = lessonOf(id);
    for (const need of needs) expect(lessonOf(need).order).toBeLessThan(order);
  });
  it("refuse a name that is none", async () => {
    expect(() => lessonOf("cooking")).toThrow("cooking");
    await expect(lessonWords("cooking", "en")).rejects.toThrow("cooking");
  });
});

describe("the address of the lessons", () => {
  it.each(IDS)("gives the lesson %s and its text back", (lesson) => {
    const state = { lesson, text: "ein Satz & mehr = #" };
    expect(read(new URLSearchParams(write(state).toString()))).toEqual(state);
    expect(read(decode(lessonLink(lesson))?.query ?? new URLSearchParams()).lesson).toBe(lesson);
  });
  it("leads to the lesson that another one became part of", async () => {
    expect(read(new URLSearchParams("lesson=bands")).lesson).toBe("scaling");
    const { also } = await lessonWords("scaling", "en");
    expect(also["bands"]?.outcomes.held).toMatch(/^16 layers of 32 lose \d\.\d\d nats/);
  });
  it("gives the numbers of a figure back", () => {
    const state = { lesson: IDS[0] ?? "", text: "x", values: [60, 22.5, -1] };
    expect(read(write(state))).toEqual(state);
    expect(read(write({ ...state, values: null })).values).toBeUndefined();
  });
  it.each([
    "lesson=cooking",
    `text=${"x".repeat(401)}`,
    "values=",
    "values=1,x",
    "values=NaN",
    "values=1e9",
    `values=${Array(25).fill(1).join()}`,
  ])("refuses %s", (query) => {
    expect(() => read(new URLSearchParams(query))).toThrow();
  });
});
