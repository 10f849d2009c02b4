// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const gain = "gain[6]";

export const words = {
  text: [
    "A network has the same few layers for every token. Written steps give it more tokens to compute in, and let later ones read what earlier ones found.",
    "That need not help. A GPT of 0.8 million weights learned sums like 3+5+9=. Answering at once it gets {right-direct[6] percent} of sums of six terms right; writing 8>17> first, {right-steps[6] percent}, after as many tokens of training. These held fewer sums (steps are tokens too), and one wrong step spoils the rest.",
    "A model that we did not train for it can gain: SmolLM2-135M, which may have read worked solutions, writes the right answer to {model[direct] percent} of 220 word problems after eight bare examples, to {model[steps] percent} after worked ones. (In “One model for ten tasks” the same kind of problem asks less: which of two answers is likelier.) Wei et al., with harder problems, found gains from about 100 billion parameters on.",
  ],
  corrections: [
    {
      claim: "Asked about Roger’s tennis balls, the model answers 11, at once or with steps.",
      right:
        "In the paper Roger’s balls are the example in the prompt. The question is the cafeteria’s: 23 apples, 20 used, 6 bought. Standard prompting says 27; with steps in the example, 9, which is right.",
      source: "Wei et al. 2022, figure 1",
    },
  ],
  opposite: "As many right sums of six terms without running totals as with them.",
  try: "Let SmolLM2 reason about the cafeteria’s apples",
  formula:
    "The probability of the answer y is the sum over the steps s that could be written: the probability of s, times that of y after s.",
  experiment: {
    ...STATED,
    outcomes: {
      held: `With running totals {${gain} points} points more sums of six terms are right (95 % from {${gain}.low points} to {${gain}.high points}, three seeds).`,
      refuted: `With running totals less without is {${gain} points} points (95 % from {${gain}.low points} to {${gain}.high points}, three seeds): fewer sums of six terms are right.`,
      null: `With running totals less without is {${gain} points} points, but the interval over three seeds, {${gain}.low points} to {${gain}.high points}, holds 0.`,
    },
  },
  figure: {
    figures: {
      sums: {
        caption: "Right sums by a network that learned to write them so",
        x: "terms",
        y: "right, in percent",
      },
      model: {
        caption: "SmolLM2-135M on 220 word problems, after eight examples",
        x: "examples",
        y: "right, in percent",
      },
      paired: { caption: "The same problems both ways", x: "", y: "" },
    },
    names: {
      "right-direct": "answer at once",
      "right-steps": "running totals first",
      model: "SmolLM2-135M",
      direct: "answer at once",
      steps: "with steps",
      problems: "problems",
      "only with steps": "right only with steps",
      "only without": "right only without",
      "McNemar p": "p (McNemar, exact)",
    },
  },
};
