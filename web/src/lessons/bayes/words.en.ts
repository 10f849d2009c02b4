// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const missed = "missed[transformer]";

export const words = {
  text: [
    "The note’s first theory: pre-training teaches which tasks there are, and examples tell which one is asked (Xie et al. 2022).",
    "Here the exact answer can be calculated. Each document comes from one of five hidden Markov chains: unseen states, each leading to the next and giving tokens. A prompt’s examples, two tokens each, come from one chain. After eight, Bayes’ rule gives that chain {sure[8] percent}. Whoever ignores them misses {kl-blind[8] 2} nats of the answer; a transformer trained on such documents {kl-transformer[8] 2}, an LSTM {kl-lstm[8] 2}.",
    "By our rule it stays undecided whether the transformer is near enough; the LSTM is nearer, as Xie et al. found as well, so weighing examples takes no attention. Five tasks are a toy: nobody can calculate GPT-3’s posterior.",
  ],
  corrections: [],
  opposite:
    "A transformer that stays as far from the exact answer as the reader who ignores the examples.",
  try: "See examples decide which task a word is in",
  formula:
    "The probability of an answer y after the prompt x is the sum over chains c of y’s probability in that chain, times how probable x makes the chain.",
  experiment: {
    ...STATED,
    outcomes: {
      held: `After eight examples the transformer misses {${missed} percent} of what the reader without examples misses (95 % from {${missed}.low percent} to {${missed}.high percent}, three seeds).`,
      refuted: `After eight examples the transformer still misses {${missed} percent} of what the reader without examples misses (95 % from {${missed}.low percent} to {${missed}.high percent}, three seeds).`,
      null: `After eight examples the transformer misses {${missed} percent} of what the reader without examples misses, but the interval over three seeds, {${missed}.low percent} to {${missed}.high percent}, holds 25 %.`,
    },
  },
  figure: {
    figures: {
      divergence: {
        caption: "How far each prediction of an answer is from the exact one",
        x: "examples before it",
        y: "nats (KL divergence)",
      },
      sure: {
        caption: "How sure Bayes’ rule is of the chain that the examples are from",
        x: "examples",
        y: "probability of the right chain, in percent",
      },
    },
    names: {
      "kl-blind": "exact, without the examples",
      "kl-transformer": "transformer",
      "kl-lstm": "LSTM",
      sure: "Bayes’ rule",
    },
  },
};
