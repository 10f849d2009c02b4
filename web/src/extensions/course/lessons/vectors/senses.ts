// The ten sentences of a word: how much nearer its vector is to one of the same sense than to any of the
// other, layer by layer, as the result's table has it.

import type { Result } from "../../../../core/experiments/result";

export interface Sentence {
  text: string;
  sense: string; // in English, as the table names it
  margin: number; // of cosines; above 0 where the nearest neighbour has the same sense
}

const [WORD, SENSE, TEXT, FIRST] = [0, 1, 2, 3]; // columns; a layer each from the last one on

function table(result: Result) {
  const match = result.tables.find(({ name }) => name === "margins");
  if (match === undefined) throw new Error(`${result.name} has no table margins.`);
  return match;
}

export function wordsOf(result: Result): string[] {
  return [...new Set(table(result).rows.map((row) => String(row[WORD])))];
}

/** The last layer; 0 is the token's own vector. */
export function lastLayerOf(result: Result): number {
  return table(result).columns.length - FIRST - 1;
}

export function sentencesOf(result: Result, word: string, layer: number): Sentence[] {
  return table(result)
    .rows.filter((row) => row[WORD] === word)
    .map((row) => ({
      text: String(row[TEXT]),
      sense: String(row[SENSE]),
      margin: Number(row[FIRST + layer]),
    }));
}

/** The widest margin of a word, whichever way, in any layer. */
export function reachOf(result: Result, word: string): number {
  const rows = table(result).rows.filter((row) => row[WORD] === word);
  return Math.max(
    ...rows.flatMap((row) => row.slice(FIRST).map((value) => Math.abs(Number(value)))),
  );
}

/** How many have a nearest neighbour of their own sense. */
export function rightOf(sentences: readonly Sentence[]): number {
  return sentences.filter(({ margin }) => margin > 0).length;
}
