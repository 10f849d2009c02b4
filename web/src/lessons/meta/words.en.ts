// The words of the lesson. Its text holds at most 120 words.

import { STATED } from "../../core/experiments/stated";

const gap = "gap[two layers less one]";
const beside = (how: string) =>
  `{beside-${how}[prefix] points} [{beside-${how}[prefix].low points}, {beside-${how}[prefix].high points}]`;

export const words = {
  text: [
    "A context shows two labelled items, then asks (Chan et al. 2022). Trained where the asked class is always shown, two layers label {novel-2[1] percent} of classes that no training held, one layer {novel-1[1] percent}, since one seed still guesses: undecided by our rule. Trained where it never is, two layers know all classes by heart, and {novel-2[0] percent} of new ones.",
    `An induction head finds the like of this token and copies what followed. Does house-gpt2 read examples by such heads? By the rule, yes: with its three best-matching heads off, right answers change by ${beside("zero")} points against random heads off, by ${beside("mean")} where heads give their mean. Heads on answers cost as much.`,
  ],
  corrections: [],
  opposite: "One layer that finds labels of new classes as well as two do.",
  try: "Watch a small model learn Markov chains",
  experiment: {
    ...STATED,
    outcomes: {
      held: `Two layers less one: {${gap} points} points of new classes (95 % from {${gap}.low points} to {${gap}.high points}, three seeds).`,
      refuted: `Two layers less one: {${gap} points} points of new classes (95 % from {${gap}.low points} to {${gap}.high points}, three seeds).`,
      null: `Two layers less one: {${gap} points} points of new classes, but the interval over three seeds, {${gap}.low points} to {${gap}.high points}, holds 0.`,
    },
  },
  figure: {
    figures: {
      learning: {
        caption: "New classes over training, where every asked class is shown",
        x: "steps",
        y: "right, in percent",
      },
      burstiness: {
        caption: "New classes and known ones, by how often training shows the asked class",
        x: "share of asked items whose class is shown",
        y: "right, in percent",
      },
      zero: {
        caption: "House-gpt2, eight examples: right answers lost with three heads off",
        x: "heads",
        y: "change in points",
      },
    },
    names: {
      "learning-1": "one layer",
      "learning-2": "two layers",
      "novel-1": "new classes, one layer",
      "novel-2": "new classes, two layers",
      "weights-1": "known classes, one layer",
      "weights-2": "known classes, two layers",
      "off-zero": "a head off gives 0",
      "off-mean": "it gives its mean",
      prefix: "match best",
      answers: "attend to the answers",
      previous: "look a token back",
      random: "random",
    },
  },
};
