// All words of the page for the tests that read them: every view's and every extension's, both languages.

import { meaningsOf } from "../ui/glossary/glossary";
import { wordsOf, type Language } from "../words";

export type Tree = Record<string, unknown>;

const EXTENSIONS = import.meta.glob<Record<Language, Tree>>(
  ["../extensions/*/words.ts", "../extensions/*/views/words.ts"],
  { eager: true, import: "WORDS" },
);
const TEXTS = import.meta.glob<(language: Language) => Promise<Tree>>(
  "../extensions/*/testing.ts",
  {
    eager: true,
    import: "texts",
  },
);

/** Those that come with the page, and those of its extensions. */
export async function interfaceWords(language: Language): Promise<Tree> {
  const extensions = Object.values(EXTENSIONS).map((words) => words[language]);
  return Object.assign({}, await wordsOf(language), ...extensions) as Tree;
}

/** The same with what the extensions teach, and what the glossary says. */
export async function pageWords(language: Language): Promise<Tree> {
  const taught = await Promise.all(Object.values(TEXTS).map((fetch) => fetch(language)));
  const words = Object.assign({}, await interfaceWords(language), ...taught) as Tree;
  return { ...words, meanings: await meaningsOf(language) };
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
