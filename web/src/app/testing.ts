// All words of the page for the tests that read them: every view's, every lesson's, both languages.

import { LESSONS, lessonWords } from "../features/lessons/lessons";
import { meaningsOf } from "../ui/glossary/glossary";
import { wordsOf, type Language } from "../words";

export type Tree = Record<string, unknown>;

/** Those that come with the page, those of every lesson, and what the glossary says. */
export async function pageWords(language: Language): Promise<Tree> {
  const lessons = LESSONS.map(async ({ id, title }): Promise<[string, Tree]> => {
    return [`lesson ${id}`, { title: title[language], ...(await lessonWords(id, language)) }];
  });
  const fetched = Object.fromEntries(await Promise.all(lessons)) as Tree;
  return { ...(await wordsOf(language)), ...fetched, meanings: await meaningsOf(language) };
}

/** Every text that stands there as it is. */
export function texts(tree: Tree, prefix = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    if (typeof value === "string") return [[prefix + key, value]];
    return typeof value === "object" && value !== null
      ? texts(value as Tree, `${prefix}${key}.`)
      : [];
  });
}

/** Every text, those made by functions too: each is called with small numbers, then with texts. */
export function spoken(tree: unknown, prefix = ""): [string, string][] {
  if (typeof tree === "string") return [[prefix, tree]];
  if (typeof tree === "function") {
    return [1, 4, "x"].flatMap((value) => spoken(message(tree as Said, value), prefix));
  }
  if (typeof tree !== "object" || tree === null) return [];
  return Object.entries(tree).flatMap(([key, value]) => spoken(value, `${prefix}.${key}`));
}

type Said = (...values: unknown[]) => unknown;

/** A function that wants other values than these says nothing here. */
function message(speak: Said, value: unknown): unknown {
  try {
    return speak(...Array<unknown>(speak.length).fill(value));
  } catch {
    return "";
  }
}
