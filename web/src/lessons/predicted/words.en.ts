// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const N = "1572860";
const message = `{predicted[${N}] 3} nats [{predicted[${N}].low 3}, {predicted[${N}].high 3}]`;
const result = `{measured[${N}] 3} nats [{measured[${N}].low 3}, {measured[${N}].high 3}]`;

export const words = {
  text: [
    `The law of the last lesson predicted ${message} for a GPT-2 of 1.6 million parameters (embeddings left out), committed before it was trained. After the same million tokens, with three seeds, it lost ${result}: {miss[${N}] 3} more. The mean lies outside, its interval reaches in: our rule leaves it open. It is the deepest, and beyond two layers depth cost loss in the last lesson.`,
    `Kaplan et al. would say {kaplan[${N}] 1} nats (unlimited text), Hoffmann et al. (Chinchilla) {chinchilla[${N}] 1} (text as ours). Neither is an expectation here: both were fitted to far larger runs, on web text cut into other tokens. So far down Chinchilla’s formula says nothing at all: its loss would be greater than that of an even guess among 32\u202f000 tokens, 10.4 nats.`,
  ],
  corrections: [],
  opposite: "A measured loss outside the interval that was written down.",
  try: "See how the published models grew",
  formula:
    "The loss of N parameters and D tokens is a floor E, plus A over N to the power alpha, plus B over D to the power beta; all five are fitted.",
  experiment: {
    ...STATED,
    outcomes: {
      held: `Measured ${result}, wholly inside the prediction, ${message}.`,
      refuted: `Measured ${result}, outside the prediction, ${message}.`,
      null: `Measured ${result}; this interval holds an end of the prediction, ${message}.`,
    },
  },
  figure: {
    figures: {
      miss: {
        caption: "The fifth size: predicted and measured",
        x: "Parameters without embeddings",
        y: "Nats a token",
      },
      published: {
        caption: "Published laws, continued down to our sizes, and the measured loss of the fifth",
        x: "Parameters without embeddings",
        y: "Nats a token, each of its own tokens",
      },
    },
    names: {
      "1572860": "8 layers of 128",
      predicted: "predicted before",
      measured: "measured",
      kaplan: "Kaplan et al. 2020",
      chinchilla: "Hoffmann et al. 2022",
    },
  },
};
