// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const more = "more[exact less logprob]";
const result = `Of a whole rise, the steepest tenth of the axis makes {${more} points} points more by exact match than by log-probability (95 % from {${more}.low points} to {${more}.high points})`;

export const words = {
  text: [
    "An ability is called emergent if smaller models lack it and larger ones have it (Wei 2022). Schaeffer et al. (2023) answer that the metric makes the jump: where an answer counts only if all is right, p to the power of n stays near 0 until p is near 1, p being how often one sign is right and n the number of signs.",
    "Here a small GPT learns sums of six numbers with their running totals, answers of 5 to 10 digits. Over steps of training, on a logarithmic axis, the steepest tenth makes {steepest[exact] whole} of the rise by exact match, {steepest[digits] whole} by digits, {steepest[logprob] whole} by log-probability. Multiplying the accuracy of one digit gives a jump of {steepest[independent] whole}. So here most of the jump is the metric’s. Other abilities may jump by every metric.",
  ],
  corrections: [],
  opposite: "The same tenth makes as much of the rise by log-probability as by exact match.",
  try: "Ask SmolLM2 for sums and see the probability of the answer",
  formula:
    "The probability that all n signs are right is p to the power of n, if each is right with probability p by itself.",
  experiment: {
    ...STATED,
    outcomes: {
      held: `${result}.`,
      refuted: `${result}: less than was expected.`,
      null: `${result}: too wide to tell.`,
    },
  },
  figure: {
    figures: {
      shares: {
        caption: "The same checkpoints: whole answers right, and digits right",
        x: "steps of training",
        y: "right, in percent",
      },
      logprob: {
        caption: "The same checkpoints by log-probability",
        x: "steps of training",
        y: "log-probability of a digit, in nats",
      },
      steepest: {
        caption: "What the steepest tenth of the axis makes of the whole rise",
        x: "Metric",
        y: "Of the rise, in percent",
      },
    },
    names: {
      exact: "exact match",
      digits: "digits",
      logprob: "log-probability",
      independent: "digits, multiplied",
      steepest: "steepest tenth",
    },
  },
};
