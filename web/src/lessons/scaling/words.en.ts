// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const LARGEST = "prediction[1572860]";
const exponent = (axis: string) =>
  `{exponent[${axis}] 3} [{exponent[${axis}].low 3}, {exponent[${axis}].high 3}]`;
const message = `{${LARGEST} 2} nats [{${LARGEST}.low 2}, {${LARGEST}.high 2}]`;

export const words = {
  text: [
    "Kaplan et al. (2020) found that loss falls as a power of size, of text and of compute: straight lines on logarithmic axes. So small models are used to predict large ones. Ours are tiny; what holds here need not hold elsewhere.",
    `Four GPT-2s with 25 to 553 thousand parameters (embeddings left out) read the same million tokens. Their exponent is ${exponent("size")}; the one by text, at one size, is ${exponent("text")}. The line through the four says ${message} for a fifth size. It was committed before the fifth was trained: see the next lesson.`,
    `“Shape is minor” is the other claim of the paper: at equal size, depth and width hardly matter. Not so here: 2 layers of 92 lose {loss-by-shape[2 x 92] 2}, 8 of 44 {loss-by-shape[8 x 44] 2}, more than the line falls over all four sizes. But all shapes had one learning rate and one short run; with its own rate each, the difference may shrink. That was not tried.`,
  ],
  corrections: [
    {
      claim: "“Where N is the number of parameters.”",
      right:
        "N counts the weights without the embeddings of tokens and positions. Counted with them, models of few layers leave the line.",
      source: "Kaplan et al. 2020, section 1.3 and figure 6.",
    },
    {
      claim:
        "“Under a fixed compute budget, scaling up the model is more efficient than adding more data (later revised by Chinchilla).”",
      right:
        "The revision: size and text should grow alike, by about 20 tokens a parameter. Hoffmann et al. thought that one schedule of the learning rate for runs of all lengths had misled Kaplan et al.; Porian et al. traced the difference to the last layer’s compute, to warm-up and to the optimiser’s settings.",
      source: "Hoffmann et al. 2022, sections 1 to 3; Porian et al. 2024, abstract.",
    },
  ],
  opposite: "An exponent whose interval holds 0, or a prediction too wide to be wrong.",
  try: "See a recorded run’s loss fall",
  formula:
    "The loss L of a model of N parameters is N c divided by N, to the power alpha; N c and alpha are fitted. The compute C, in FLOPs, is about six times the parameters N times the tokens D.",
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
