// The words of the reasoning lane: its switch, its marks, what it wrote before it answered.

import { percent, percentDigits } from "../../../core/text/numbers";
import { capital, examples } from "../sentence/words.en";

export const reasoning = {
  reasoning: {
    fold: "Reasoning lane",
    foldOn: (n: number) => `Reasoning lane: mean of ${samples(n)}`,
    show: "A fourth lane that reasons before it answers",
    n: "Samples",
    max_tokens: "Longest, in tokens",
    help: {
      n: "1 to 8, each its own reasoning",
      max_tokens: "1 to 4096, then it must answer",
    },
    about:
      "Its examples show their reasoning, and the model writes one of its own. After each the answers are read out; the mark is their mean, the line reaches from the lowest to the highest. The answer after a reasoning is the likeliest one, without a draw.",
    shot: (i: number) => `Example ${i}, reasoning`,
    shotShort: "because",
    heading: (k: number) =>
      k === 0 ? "No example, with reasoning" : `${capital(examples(k))}, with reasoning`,
    meanOf: (n: number) => `mean of ${samples(n)}`,
    legend: (k: number, n: number) =>
      `${examples(k)}, with reasoning: mean of ${samples(n)}, lowest to highest`,
    lowest: "R, lowest sample",
    highest: "R, highest sample",
    sample: (i: number) => `Sample ${i}`,
    wrote: (i: number) => `Reasoning of sample ${i}`,
    answer: (i: number) => `Answer of sample ${i}`,
    thinking: "Reasoning",
    ends: "These words of the template end the reasoning",
    forced: "It had not come to its end; these words were put there.",
    readOut: (label: string, p: number) => `“${label}” ${percent(p)}`,
    spoken: (k: number, n: number, label: string, p: number, right: boolean | null) =>
      `${capital(examples(k))} with reasoning, mean of ${samples(n)}: ${label} ${percentDigits(p).replace("<", "under").replace(">", "over")} percent${right === true ? ", expected answer" : ""}.`,
  },
};

function samples(n: number): string {
  return n === 1 ? "1 sample" : `${n} samples`;
}
