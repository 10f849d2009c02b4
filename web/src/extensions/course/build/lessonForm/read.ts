// Reads and checks the two files of a lesson: YAML between `---`, then paragraphs. Every fault is told
// with its file, its key and what was expected there.

import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { CHINESE, ENGLISH, type Chinese, type English } from "./schema.ts";

export interface Written<T> {
  head: T;
  paragraphs: string[];
}

export interface LessonFiles {
  en: Written<English>;
  zh: Written<Chinese>;
}

/** The files of the lesson in `folder`. Throws Error with every fault, a line each. */
export function readLesson(folder: string): LessonFiles {
  const en = readFile(join(folder, "lesson.en.md"), ENGLISH);
  const zh = readFile(join(folder, "lesson.zh.md"), CHINESE);
  const faults = disagreements(en, zh);
  const figures = Object.entries(en.head.figures);
  const hasOwn = existsSync(join(folder, "Figure.svelte"));
  if (!hasOwn && figures.length === 0)
    faults.push("figures: expected at least one, where there is no Figure.svelte");
  for (const [id, { choose, reads }] of figures)
    if (hasOwn && (choose ?? reads) !== undefined)
      faults.push(
        `figures: ${id}: choose and reads: expected none, where there is a Figure.svelte`,
      );
  if (faults.length > 0)
    throw new Error(faults.map((fault) => `${basename(folder)}: ${fault}`).join("\n"));
  return { en, zh };
}

const FILE = /^---\n(.*?)\n---\n(.*)$/s;

/** One file. Throws Error for a head that is no YAML, and for one that the schema refuses. */
export function parseLesson<T>(source: string, file: string, schema: z.ZodType<T>): Written<T> {
  const match = FILE.exec(source.replace(/\r\n/g, "\n"));
  if (match === null) throw new Error(`${file}: expected a head between two lines of ---`);
  const [, head = "", body = ""] = match;
  const lines = new LineCounter();
  const document = parseDocument(head, { stringKeys: true, lineCounter: lines });
  const [error] = document.errors;
  if (error) {
    const { line } = lines.linePos(error.pos[0]);
    throw new Error(`${file}, line ${line + 1}: ${error.message.split("\n")[0]}`);
  }
  const result = schema.safeParse(document.toJS());
  if (!result.success)
    throw new Error(
      result.error.issues
        .map(
          ({ path, message }) =>
            `${file}: ${path.map((key) => `${String(key)}: `).join("")}${message}`,
        )
        .join("\n"),
    );
  const paragraphs = body
    .trim()
    .split(/\n\s*\n/)
    .map(joined);
  if (paragraphs[0] === "") throw new Error(`${file}: expected a paragraph behind the head`);
  return { head: result.data, paragraphs };
}

function readFile<T>(path: string, schema: z.ZodType<T>): Written<T> {
  const file = path.split("/").slice(-2).join("/");
  if (!existsSync(path))
    throw new Error(`${file}: expected this file, beside the other language's`);
  return parseLesson(readFileSync(path, "utf-8"), file, schema);
}

const HAN = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef“”…—]$/u;

/** The lines of a paragraph as one: a line's end is a space, and nothing within Chinese. */
function joined(paragraph: string): string {
  return paragraph
    .split("\n")
    .map((line) => line.trim())
    .reduce(
      (text, line) => `${text}${HAN.test(text) && HAN.test(line.slice(0, 1)) ? "" : " "}${line}`,
    );
}

/** What one language has and the other has not. */
function disagreements(en: Written<English>, zh: Written<Chinese>): string[] {
  const faults: string[] = [];
  const alike = (what: string, english: unknown, chinese: unknown) => {
    const [a, b] = [String(english), String(chinese)];
    if (a !== b) faults.push(`${what}: expected as much in both languages: ${a} (en), ${b} (zh)`);
  };
  alike("choices of the quiz", en.head.quiz.choices.length, zh.head.quiz.choices.length);
  const [why, inChinese] = [en.head.quiz.because, zh.head.quiz.because];
  alike("because of the quiz", why !== undefined, inChinese !== undefined);
  alike("paragraphs", en.paragraphs.length, zh.paragraphs.length);
  alike("corrections", en.head.corrections.length, zh.head.corrections.length);
  alike("figures", keys(en.head.figures), keys(zh.head.figures));
  for (const name of Object.keys(en.head.names))
    if (!(name in zh.head.names)) faults.push(`names: expected ${name} in Chinese too`);
  alike("also", keys(en.head.also), keys(zh.head.also));
  alike("experiment", en.head.experiment !== undefined, zh.head.experiment !== undefined);
  alike("symbols", en.head.symbols !== undefined, zh.head.symbols !== undefined);
  alike("symbols, beside formula", en.head.symbols !== undefined, en.head.formula.length > 0);
  alike("figure", shapeOf(en.head.figure), shapeOf(zh.head.figure));
  return faults;
}

function keys(object: object): string {
  return Object.keys(object).sort().join(", ");
}

/** The keys of an object at any depth; forms of a number and names of categories may differ. */
function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shapeOf).join()}]`;
  if (typeof value !== "object" || value === null || "other" in value) return "";
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  const shapes = entries.map(([key, item]) => key + (key === "names" ? "" : shapeOf(item)));
  return `{${shapes.join()}}`;
}
