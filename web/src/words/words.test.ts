import { describe, expect, it } from "vitest";
import { LESSONS, lessonWords } from "../features/lessons/lessons";
import type { Language } from ".";
import { en as english } from "./en";
import { zh as chinese } from "./zh";

const en = { ...english, ...(await ofLessons("en")) };
const zh = { ...chinese, ...(await ofLessons("zh")) };

/** Those of every lesson, which come with it and not with the page. */
async function ofLessons(language: Language): Promise<Record<string, unknown>> {
  const result = LESSONS.map(async ({ id, title }) => {
    return [`lesson ${id}`, { title: title[language], ...(await lessonWords(id, language)) }];
  });
  return Object.fromEntries(await Promise.all(result)) as Record<string, unknown>;
}

type Tree = Record<string, unknown>;

function paths(tree: Tree, prefix = ""): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? paths(value as Tree, `${prefix}${key}.`)
      : [`${prefix}${key}: ${Array.isArray(value) ? "list" : typeof value}`],
  );
}

function texts(tree: Tree, prefix = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    if (typeof value === "string") return [[prefix + key, value]];
    return typeof value === "object" && value !== null
      ? texts(value as Tree, `${prefix}${key}.`)
      : [];
  });
}

it("an error that every view can show names no button that only some of them have", () => {
  const errors = [en, zh].flatMap((all) => texts({ server: all.server }));
  expect(errors.filter(([, text]) => /\bRun\b|“运行”/.test(text))).toEqual([]);
});

const DATES = "gallery.odd-dates.sets."; // formats, not sentences

/** Every text, those made by functions too: each is called with small numbers, then with texts. */
function spoken(tree: unknown, prefix = ""): [string, string][] {
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

const NAMES = ["shotglass import smollm2-135m"]; // commands
const QUOTED = "(translate to french, english text, french text)"; // GPT-2's paper, word for word

describe("the words of the page", () => {
  it("have the same keys and kinds in both languages", () => {
    expect(paths(zh as unknown as Tree).sort()).toEqual(paths(en as unknown as Tree).sort());
  });
  it("leave nothing empty but what ends a sentence in no way", () => {
    const empty = texts(zh as unknown as Tree).filter(([, text]) => text === "");
    expect(empty.map(([key]) => key)).toEqual(
      texts(en as unknown as Tree)
        .filter(([, text]) => text === "")
        .map(([key]) => key),
    );
  });
  it("are not shouted", () => {
    for (const words of [en, zh]) {
      const written = texts(words as unknown as Tree).filter(([key]) => !key.startsWith(DATES));
      const shouted = written.filter(([, text]) => /[!！]/.test(text));
      expect(shouted).toEqual([]);
    }
  });
  it("leave no English sentence in the Chinese", () => {
    const left = spoken(zh).filter(([, text]) =>
      /[a-z]{2,} [a-z]+ [a-z]{2,}/.test(text.replace(QUOTED, "")),
    );
    expect(left.filter(([, text]) => !NAMES.includes(text))).toEqual([]);
  });
});
