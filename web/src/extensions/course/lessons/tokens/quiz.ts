// The lesson's question: how often three pairs of letters stand in the lessons' first sentence.

import opening from "../../../../gallery/opening.json";
import { pairs, start } from "./bpe";

export function own(): { at: number; he: number; as: number } {
  const all = pairs(start(opening.sentence));
  const count = (letters: string) =>
    all.find(({ left, right }) => left + right === letters)?.count ?? 0;
  return { at: count("at"), he: count("he"), as: count("as") };
}
