// The words of the glasses, of the prompt beside them, and of the doors below.

import type { Beginning } from "../../../core/answers/written";
import { percentDigits, shortPercent } from "../../../core/text/numbers";
import { examples } from "../../../words/common.en";
import { luckFact } from "../doors/words.en";

export const glasses = {
  glasses: {
    title: "Probability of each answer, by number of examples",
    heading: "Probability by answer", // the numbers of examples stand below it
    empty: "any other word",
    coming: "being computed",
    rest: (count: number) => (count === 1 ? "1 more answer" : `${count} more answers`),
    named: examples,
    spoken: (k: number, answer: string | null, p: number | null) =>
      `${examples(k)}${answer === null || p === null ? "" : `, ${answer} ${aloud(p)} percent`}`,
    words: (begins: readonly string[]) => ["Likeliest next word", ...begins].join(", "),
    begins: ({ part, word, p, several }: Beginning) => {
      const often = p === null ? "" : `: ${several ? "at most " : ""}${shortPercent(p)}`;
      return `${part} may begin ${word}${often}`;
    },
    noAnswers: "There is no answer yet. Write the expected one, or an example.",
    pictured: (question: string, set: string | null) =>
      set === null ? `“${question}”` : `“${question}” after examples (${set})`,
    tableCaption: "Probability in percent, by number of examples",
    count: "examples",
    all: "together",
    nextWord: "likeliest next word",
    added: "points it adds",
    without: (k: number) => `points without it, of ${k}`,
    lost: "nats lost without it",
    blank: { space: "(space)", line: "(new line)", tab: "(tab)" },
  },

  inPrompt: {
    title: "Prompt",
    edit: "Edit",
    done: "Done",
    shown: (k: number) => examples(k),
    more: (hidden: number) => `${hidden} more`,
    answer: (text: string, p: string) => `Its likeliest next word: ${text}, ${p}`,
    then: "then",
    add: (k: number) => `Add example ${k}`,
    write: (k: number) => `Write example ${k}`,
    play: "Play",
    sub: "The weights never change.",
    details: "Details",
    runLive: "Run it now",
  },

  doors: {
    luck: "Is it luck?",
    luckFact,
    luckAsk: "On many questions.",
    luckRecorded: (task: string, question: string) => `${task}, as recorded: ${question}`,
    look: "Where does it look?",
    lookFact: (share: string) => `One head: ${share} on examples’ answers.`,
    lookAsk: "On this prompt.",
    draw: "How is one word drawn?",
    drawFact: (u: string, token: string, begins: string | null) =>
      `${u} fell on “${token}”${begins === null ? "" : `, where “${begins}” begins`}.`,
    drawAsk: "From the odds to one word.",
  },
};

function aloud(p: number): string {
  return percentDigits(p).replace("<", "under").replace(">", "over");
}
