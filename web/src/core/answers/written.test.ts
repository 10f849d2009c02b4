import { describe, expect, it } from "vitest";
import { openingEntry, promptFor } from "../gallery/gallery";
import { scoreOf } from "../testing";
import { beginningsOf, inFigure, likeliest, wordOf } from "./written";

const blank = { space: "(space)", line: "(new line)", tab: "(tab)" };

describe("a probability in a figure", () => {
  it.each([
    [0, "0.0"],
    [0.0004, "<\u202f0.1"],
    [0.0214, "2.1"],
    [0.0994, "9.9"],
    [0.0996, "10"],
    [0.657, "66"],
    [0.9996, ">\u202f99.9"],
    [1, "100.0"],
  ])("%f is %s", (p, written) => expect(inFigure(p)).toBe(written));
});

describe("a token as a word", () => {
  it.each([
    [" slow", "slow"],
    [" ", "(space)"],
    ["\n\n", "(new line)"],
    ["\t", "(tab)"],
    [" a\nb", "a b"],
  ])("%j is %s", (text, word) => expect(wordOf(text, blank)).toBe(word));
});

describe("the likeliest next words", () => {
  const entry = openingEntry();

  /** What is read of a prompt with so many examples of a set, where these tokens come next. */
  function read(set: string, k: number, next: [string, number][]) {
    const prompt = promptFor(entry, "fast", set);
    const lane = { id: "few", shot_set: k === 0 ? null : set, shots: [...Array(k).keys()] };
    const score = scoreOf({ " slow": 0.2, " faster": 0.1, " FAST": 0.05 }, next);
    const words = likeliest({ prompt, lane, score }, 2, blank);
    return words.map(({ word, begins }) => [word, begins]);
  }

  it("say of a token that it only begins an answer, and which", () => {
    expect(read("CAPITALS", 4, [[" F", 0.4]])).toEqual([
      ["F…", "FAST"],
      ["slow", null],
    ]);
  });
  it("say of an answer that was asked for how likely it is, and of others that they may follow", () => {
    const prompt = promptFor(entry, "fast", "CAPITALS");
    const at = (k: number, next: [string, number][], FAST: number) => {
      const lane = { id: "few", shot_set: "CAPITALS", shots: [...Array(k).keys()] };
      const score = scoreOf({ " slow": 0.2, " faster": 0.1, " FAST": FAST }, next);
      return likeliest({ prompt, lane, score }, 1, blank)[0] ?? null;
    };
    const words = [at(4, [[" F", 0.4]], 0.05), at(5, [[" F", 0.5]], 0.07), at(1, [[" H", 0.4]], 0)];
    expect(beginningsOf([null, ...words])).toEqual([
      { part: "F…", word: "FAST", p: 0.07, several: true },
      { part: "H…", word: "HOT", p: null, several: false },
    ]);
  });
  it("know the answers of the examples that are shown, and of no others", () => {
    expect(read("CAPITALS", 1, [[" H", 0.4]])[0]).toEqual(["H…", "HOT"]);
    expect(read("CAPITALS", 0, [[" H", 0.4]])[0]).toEqual(["H", null]);
  });
  it("leave a word of the prompt whole, though an answer begins with it", () => {
    expect(read("opposite", 2, [[" fast", 0.4]])[0]).toEqual(["fast", null]);
  });
  it("name a blank, which begins every answer", () => {
    expect(read("opposite", 0, [[" ", 0.4]])[0]).toEqual(["(space)", null]);
  });
});
