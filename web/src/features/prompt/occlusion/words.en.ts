// The words of what each word of a prompt brings.

import { shortPercent } from "../../../core/text/numbers";

interface Which {
  place: number; // of those that read the same, from 1
  count: number;
}

export const occlusion = {
  occlusion: {
    ask: (words: number) => `What does each word bring? (${words + 1} prompts)`,
    askHelp:
      "Takes each word out in turn and asks how likely the model’s next token still is. One batch, which reads what the prompts begin with in common once.",
    few: (most: number, words: number) => `Words one by one: ${most} at most, here ${words}`,
    stop: "Stop",
    ends: "The likeliest next token is no text of its own, such as the end of a text; nothing can be scored for it.",
    /** A word; where it stands several times, which of them. */
    named: (word: string, { place, count }: Which) => {
      if (count === 1) return `“${word}”`;
      if (place === count) return `the last “${word}”`;
      return place === 1 ? `the first “${word}”` : `“${word}” number ${place}`;
    },
    cell: (word: string, { place, count }: Which) =>
      count === 1 ? word : `${word}, ${place} of ${count}`,
    sentence: (word: string, answer: string, whole: number, left: number) =>
      `Without ${word} the model gives “${answer}” ${shortPercent(left)}, not ${shortPercent(whole)}.`,
    /** Several bring nearly as much: what is left without each of them. */
    several: (answer: string, whole: number, left: readonly number[]) => {
      const falls = Math.max(...left) < whole;
      const limit = shortPercent(falls ? Math.max(...left) : Math.min(...left));
      const bound = /^[<>]/.test(limit) ? limit : `${falls ? "at most" : "at least"} ${limit}`;
      return `Without any one of the ${left.length} words with the tallest marks the model gives “${answer}” ${bound}, not ${shortPercent(whole)}.`;
    },
    none: (answer: string, whole: number) =>
      `No single word changes the ${shortPercent(whole)} of “${answer}” by a point.`,
    how: (most: string) =>
      `The taller the mark, the more changes without the word, the tallest by ${most} points; full marks fall, double ones rise.`,
    deleted:
      "Deleted, not replaced: what is left is another text, perhaps in other tokens. Where two words say the same, each alone seems to bring little.",
    caption: (answer: string) => `Probability of “${answer}” with each word taken out`,
    columns: (answer: string) => ["Word", `“${answer}” without it, %`, "Change, points"],
  },
};
