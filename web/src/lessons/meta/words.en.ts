// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const gap = "gap[two layers less one]";
const beside = (how: string, heads: string) =>
  `{beside-${how}[${heads}] points} [{beside-${how}[${heads}].low points}, {beside-${how}[${heads}].high points}]`;

export const words = {
  text: [
    "A context shows two labelled items, then asks for the label of a third (Chan et al. 2022). Burstiness is how often training shows, in the context, the class that it asks for. In the note’s words this is meta-training, and asking for new classes meta-testing. At burstiness 1 two layers label {novel-2[1] percent} of classes that no training held. At 0 they know all classes by heart, and {novel-2[0] percent} of new ones, a guess.",
    "One layer should fail: an induction head finds the like of this token and copies what followed, which takes a head below it that looks a token back. But one layer gets {novel-1[1] percent} on average: two of three seeds learn it. With two pairs at fixed places a single block may tell labels by their place (nobody looked), so this does not show that induction is needed; by our rule it is undecided.",
    `Does house-gpt2 read examples by induction heads? By the rule, yes: with the three heads off that match best, right answers change by ${beside("zero", "prefix")} points against random heads off, by ${beside("mean", "prefix")} where heads give their mean. But the three that look a token back cost as much, ${beside("zero", "previous")} and ${beside("mean", "previous")}, and so do those on the answers. So heads that attend matter; which kind reads the examples is not told apart.`,
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
