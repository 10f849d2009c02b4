import { describe, expect, it } from "vitest";
import { pageWords, spoken, texts, type Tree } from "../app/testing";

const [en, zh] = [await pageWords("en"), await pageWords("zh")];

function paths(tree: Tree, prefix = ""): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? paths(value as Tree, `${prefix}${key}.`)
      : [`${prefix}${key}: ${Array.isArray(value) ? "list" : typeof value}`],
  );
}

it("an error that every view can show names no button that only some of them have", () => {
  const errors = [en, zh].flatMap((all) => texts({ server: all.server }));
  expect(errors.filter(([, text]) => /\bRun\b|“运行”/.test(text))).toEqual([]);
});

const DATES = "gallery.odd-dates.sets."; // formats, not sentences

const NAMES = ["shotglass import smollm2-135m"]; // commands
// GPT-2's paper, word for word, and a model's name, which is English everywhere.
const QUOTED =
  /\(translate to french, english text, french text\)|House GPT-2, taught by episodes/g;

/** Chinese names more categories and has fewer forms of a number; `lessonForm` compares the rest. */
const OF_ONE_LANGUAGE = /^lesson .*(\.names\.|\.(zero|one): )/;

describe("the words of the page", () => {
  it("have the same keys and kinds in both languages", () => {
    const shared = (tree: Tree) => paths(tree).filter((path) => !OF_ONE_LANGUAGE.test(path));
    expect(shared(zh).sort()).toEqual(shared(en).sort());
  });
  it("leave nothing empty but what ends a sentence in no way", () => {
    const empty = texts(zh).filter(([, text]) => text === "");
    expect(empty.map(([key]) => key)).toEqual(
      texts(en)
        .filter(([, text]) => text === "")
        .map(([key]) => key),
    );
  });
  it("are not shouted", () => {
    for (const words of [en, zh]) {
      const written = texts(words).filter(([key]) => !key.startsWith(DATES));
      const shouted = written.filter(([, text]) => /[!！]/.test(text));
      expect(shouted).toEqual([]);
    }
  });
  it("leave no English sentence in the Chinese", () => {
    const left = spoken(zh).filter(([, text]) =>
      /[a-z]{2,} [a-z]+ [a-z]{2,}/.test(text.replaceAll(QUOTED, "")),
    );
    expect(left.filter(([, text]) => !NAMES.includes(text))).toEqual([]);
  });
});
