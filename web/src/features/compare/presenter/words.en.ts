// The words of the presenter view, and of guessing before the marks are shown.

import { examples } from "../../../words/common.en";

export const presenter = {
  presenter: {
    enter: "Present",
    leave: "Leave (Esc)",
    keys: "← → more or fewer · ↑ ↓ other examples",
    first: "Guess first",
    ask: "What will it say?",
    askHelp: (k: number) => `With ${examples(k)} in the prompt: which of these is the likeliest?`,
    show: "Show without a guess",
    yourGuess: "your guess",
    outcome: (mine: string, says: string) => `You said “${mine}”; it says “${says}”.`,
    tally: (made: number, right: number) =>
      `${made} ${made === 1 ? "guess" : "guesses"}, ${right} right`,
  },
};
