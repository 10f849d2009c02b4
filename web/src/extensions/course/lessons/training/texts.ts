// What the network learns from, and the part that it never reads.

import alice from "./alice.txt?raw";
import type { Examples } from "./net";

export const SOURCES = ["chapter", "little", "own"] as const;
export type Source = (typeof SOURCES)[number];

export interface Corpus {
  characters: readonly string[]; // all that occur, in the order of their code points
  learned: string;
  held: string; // out of the training
}

const LITTLE = 400; // characters
const SHARE = 0.9; // of a text is learned
export const LEAST = 80; // characters that a text needs: a tenth is held out, and six are read before one

/** Small letters, straight quotes, one blank between words: fewer characters to learn. */
const CHAPTER = alice
  .toLowerCase()
  .replaceAll(/[“”]/g, '"')
  .replaceAll(/[‘’]/g, "'")
  .replaceAll(/\s+/g, " ")
  .trim();

/** The chapter, its first characters with the same held-out end, or a text of one's own. */
export function corpusOf(source: Source, own: string): Corpus {
  const text = source === "own" ? own : CHAPTER;
  const all = Array.from(text);
  const cut = Math.floor(SHARE * all.length);
  return {
    characters: [...new Set(all)].sort(),
    learned: all.slice(0, source === "little" ? LITTLE : cut).join(""),
    held: all.slice(cut).join(""),
  };
}

/** The places of a text that have `before` characters before them. */
export function examplesOf(text: string, characters: readonly string[], before: number): Examples {
  const ids = Array.from(text, (character) => characters.indexOf(character));
  const places = Math.max(0, ids.length - before);
  const result = { before: new Int32Array(places * before), next: new Int32Array(places) };
  for (let i = 0; i < places; i += 1) {
    result.before.set(ids.slice(i, i + before), i * before);
    result.next[i] = ids[i + before] ?? 0;
  }
  return result;
}

/** Some of the places, by their numbers. */
export function chosen(examples: Examples, places: readonly number[], before: number): Examples {
  const result = {
    before: new Int32Array(places.length * before),
    next: new Int32Array(places.length),
  };
  places.forEach((place, i) => {
    result.before.set(examples.before.subarray(place * before, (place + 1) * before), i * before);
    result.next[i] = examples.next[place] ?? 0;
  });
  return result;
}

/** At most `most` places, evenly spread over all. */
export function spread(examples: Examples, most: number, before: number): Examples {
  const all = examples.next.length;
  const n = Math.min(most, all);
  const places = Array.from({ length: n }, (_, i) => Math.floor((i * all) / n));
  return chosen(examples, places, before);
}
