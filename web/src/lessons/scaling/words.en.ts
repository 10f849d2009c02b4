// The words of the lesson. Its text holds at most 120 words.

import { STATED } from "../../core/experiments/stated";

const LARGEST = "prediction[1572860]";
const exponent = (axis: string) =>
  `{exponent[${axis}] 3} [{exponent[${axis}].low 3}, {exponent[${axis}].high 3}]`;
const message = `{${LARGEST} 2} nats [{${LARGEST}.low 2}, {${LARGEST}.high 2}]`;

export const words = {
  text: [
    "Kaplan et al. (2020) found that loss falls as a power of size, of text and of compute: straight lines on logarithmic axes. So small models are used to predict large ones. Ours are tiny; what holds here need not hold elsewhere.",
    `Four GPT-2s with 25 to 553 thousand parameters (embeddings left out) read the same million tokens. Their exponent is ${exponent("size")}; the one by text, at one size, is ${exponent("text")}. The line through the four says ${message} for a fifth size. It was committed before the fifth was trained: see the next lesson. Shape matters more: at equal size 2 layers of 92 lose {loss-by-shape[2 x 92] 2}, 8 of 44 {loss-by-shape[8 x 44] 2}.`,
  ],
  corrections: [],
  opposite: "An exponent whose interval holds 0, or a prediction too wide to be wrong.",
  try: "See a recorded run’s loss fall",
  formula:
    "The loss as a function of N is N c divided by N, to the power alpha N. The compute C is about six times the parameters N times the tokens D.",
  experiment: {
    ...STATED,
    outcomes: {
      held: `The exponent by size is ${exponent("size")}, and the fifth size is predicted: ${message}.`,
      refuted: `Loss does not fall with size: the exponent is ${exponent("size")}.`,
      null: `The exponent by size is ${exponent("size")}; the prediction is ${message}: too wide, or the exponent’s interval holds 0.`,
    },
  },
  figure: {
    figures: {
      size: {
        caption:
          "Held-out loss by parameters, 1.0 million tokens each; band: where one more size is expected",
        x: "Parameters without embeddings",
        y: "Nats a token",
      },
      text: {
        caption: "Held-out loss of 4 layers of 64 by text, each token read once",
        x: "Tokens",
        y: "Nats a token",
      },
      compute: {
        caption: "The same models by compute, 6 N D",
        x: "FLOPs",
        y: "Nats a token",
      },
      shape: {
        caption: "Four shapes with about 200\u202f000 parameters",
        x: "Layers x width",
        y: "Nats a token",
      },
    },
    names: {
      "loss-by-size": "measured",
      "law-by-size": "power law",
      "loss-by-text": "measured",
      "law-by-text": "power law",
      "loss-by-compute": "measured",
      "loss-by-shape": "measured",
    },
  },
};
