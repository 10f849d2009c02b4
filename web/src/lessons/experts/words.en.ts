// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const minus = "experts-minus[equal active]";
const interval = `{${minus} 3} bits a byte (95 % from {${minus}.low 3} to {${minus}.high 3})`;

export const words = {
  text: [
    "OpenAI’s report on GPT-4 gives neither size nor architecture. About 1.8 trillion parameters and a mixture of experts are a rumour. What such a mixture does is known (Switch, Fedus 2021): a layer has several feed-forward parts, and a router sends each token to one. The parameters grow; the work for a token does not.",
    `Here a layer has four experts: 2.65 million parameters; a token passes 1.07. After 500 steps they predict no better than a dense network of as many active parameters: {${minus} 3} bits a byte more, in an interval that holds 0. Each expert learnt from about a quarter of the tokens. Dense with as many in all is ahead by {experts-minus[equal total] 3} and takes longest to train.`,
  ],
  corrections: [],
  opposite: "Experts that predict better than the dense network of as many active parameters.",
  try: "See which figures of GPT-4 are known",
  formula:
    "The output y is the probability p of the chosen expert e, times what that expert makes of x. The probabilities are the softmax of the router’s matrix W times x. The balancing loss L is alpha times the number of experts N, times the sum over the experts of their share of tokens f times their mean probability P.",
  experiment: {
    ...STATED,
    outcomes: {
      held: `Experts minus dense of equal active parameters is ${interval}.`,
      refuted: `Experts minus dense of equal active parameters is ${interval}, all of it above −0.01.`,
      null: `Experts minus dense of equal active parameters is ${interval}, which holds −0.01.`,
    },
  },
  figure: {
    figures: {
      bits: {
        caption: "Held-out bits a byte of each network",
        x: "Network",
        y: "Bits a byte (left: better)",
      },
      minus: {
        caption: "Bits a byte of the experts less those of the dense networks",
        x: "Less those of",
        y: "Difference in bits a byte (left of 0: the experts are better)",
      },
      seconds: {
        caption: "What training took, in seconds of one core",
        x: "Network",
        y: "Seconds",
      },
    },
    names: {
      bits: "bits a byte",
      "experts-minus": "experts less dense",
      seconds: "seconds",
      "equal active": "dense, as many active",
      experts: "four experts, top-1",
      "equal total": "dense, as many in all",
    },
  },
};
