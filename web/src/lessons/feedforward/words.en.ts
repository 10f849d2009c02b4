// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const gated = "minus-base[gated GELU, tied]";
const interval = `{${gated} 3} bits a byte (95 % from {${gated}.low 3} to {${gated}.high 3})`;

export const words = {
  text: [
    "Attention mixes tokens; the feed-forward part works on each alone: up to a vector four times as wide, through an activation, down again. Without the activation, the two matrices would be one. ReLU, the activation of 2017, is zero below zero. GPT’s GELU is smooth and lets a little through: at −1 ReLU gives 0, GELU −0.16. The note calls its training more stable.",
    `Models of a million parameters, trained for 300 steps, do not show it in their loss: ReLU instead of GELU changes it by {minus-base[plain ReLU, tied] 3} bits a byte [{minus-base[plain ReLU, tied].low 3}, {minus-base[plain ReLU, tied].high 3}]. A gate multiplies two ways up, one of them through the activation (GEGLU here; Llama’s is SwiGLU): {${gated} 3} [{${gated}.low 3}, {${gated}.high 3}] at equal parameters. Both intervals hold 0. A head that does not share the token embedding changes it by {minus-base[plain GELU, untied] 3}, but that model is larger by all of the table.`,
  ],
  corrections: [],
  opposite:
    "A gated model that is better by less than 0.01 bits a byte, or worse, throughout the interval.",
  try: "See how much of GPT-2’s largest model is feed-forward",
  formula:
    "x is a token’s vector, W 1 and W 2 are matrices, b 1 and b 2 biases. The feed-forward part f of x is GELU of x times W 1 plus b 1, times W 2, plus b 2. GELU of x is x times the share of a standard normal distribution that lies below x.",
  experiment: {
    ...STATED,
    outcomes: {
      held: `Gated minus plain is ${interval}.`,
      refuted: `Gated minus plain is ${interval}, all of it above −0.01.`,
      null: `Gated minus plain is ${interval}, which holds −0.01: three runs of this size do not tell. The other two differences judge nothing.`,
    },
  },
  figure: {
    figures: {
      differences: {
        caption: "Held-out bits a byte less those of plain GELU with a tied head",
        x: "Model",
        y: "Difference in bits a byte (left of 0: better)",
      },
      bits: {
        caption: "Held-out bits a byte of each model",
        x: "Model",
        y: "Bits a byte",
      },
    },
    names: {
      bits: "bits a byte",
      "minus-base": "less plain GELU",
      "plain GELU, tied": "plain GELU",
      "plain ReLU, tied": "plain ReLU",
      "gated GELU, tied": "gated GELU",
      "plain GELU, untied": "plain GELU, head of its own",
    },
  },
};
