// The words of the glasses, of the prompt beside them, and of the doors below.

import { percentDigits } from "../../../core/text/numbers";
import { examples } from "../../../words/common.en";
import { luckFact } from "../doors/words.en";

export const glasses = {
  glasses: {
    title: "Probability of each answer, by number of examples",
    empty: "any other word",
    rest: (count: number) => (count === 1 ? "1 more answer" : `${count} more answers`),
    named: examples,
    spoken: (k: number, answer: string | null, p: number | null) =>
      `${examples(k)}${answer === null || p === null ? "" : `, ${answer} ${aloud(p)} percent`}`,
    words: "Its likeliest next word",
    noAnswers:
      "A glass holds how likely each answer is, and there is no answer yet. Write the expected answer, or an example.",
    pictured: (question: string, set: string | null) =>
      set === null ? `“${question}”` : `“${question}” after examples (${set})`,
    tableCaption: "Probability in percent, by number of examples",
    count: "examples",
    all: "all answers",
    nextWord: "likeliest next word",
    blank: { space: "(space)", line: "(new line)", tab: "(tab)" },
  },

  inPrompt: {
    title: "The prompt as the model reads it",
    points: "points as each is added",
    edit: "Edit",
    done: "Done",
    shown: (k: number) => examples(k),
    more: (hidden: number) => `${hidden} more`,
    answer: (text: string, p: string) => `Its likeliest next word: ${text}, ${p}`,
    then: "then",
    others: (p: string) => `all others ${p}`,
    add: (k: number) => `Add example ${k}`,
    write: (k: number) => `Write example ${k}`,
    play: "Play",
    sub: "The weights never change. Only the lines above the question do.",
    details: "Details",
    runLive: "Run it now",
  },

  doors: {
    luck: "Is it luck?",
    luckFact,
    luckAsk: "Measure it on many questions.",
    look: "Where does it look?",
    lookFact: "Its attention on this prompt.",
    draw: "How is one word drawn?",
    drawFact: (u: string, token: string) => `${u} fell on “${token}”.`,
    drawAsk: "From the odds to one word.",
  },
};

function aloud(p: number): string {
  return percentDigits(p).replace("<", "under").replace(">", "over");
}
