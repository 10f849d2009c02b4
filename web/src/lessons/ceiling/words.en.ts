// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const cost = (epochs: number) =>
  `{cost-by-epochs[${epochs}] 3} nats a token [{cost-by-epochs[${epochs}].low 3}, {cost-by-epochs[${epochs}].high 3}]`;
const loss = (kind: string) =>
  `{loss-${kind}[4] 2} [{loss-${kind}[4].low 2}, {loss-${kind}[4].high 2}]`;

export const words = {
  text: [
    "Two ways out are discussed for when good text runs out. It can be read again: up to four epochs were nearly as good as new text for large models (Muennighoff 2023). Or models write text for models: on their own samples alone they degrade (Shumailov 2024), less so where the samples join the text (Gerstgrasser 2024).",
    `Small GPT-2s, as many steps each, beside one epoch over all the text: four epochs over a quarter of it differ by ${cost(4)}, 16 over a sixteenth by ${cost(16)}; both intervals hold 0. After four generations, held-out loss went from {loss-replaced[0] 2} to ${loss("replaced")} where samples replaced the text, to ${loss("joined")} where they joined it.`,
  ],
  corrections: [],
  opposite: "Four epochs that cost clearly more than new text does.",
  try: "See how large the models are that this text would have to feed",
  experiment: {
    ...STATED,
    outcomes: {
      held: `Four epochs cost ${cost(4)}.`,
      refuted: `Four epochs cost ${cost(4)}.`,
      null: `Four epochs cost ${cost(4)}: the interval holds the line.`,
    },
  },
  figure: {
    figures: {
      epochs: {
        caption: "Held-out loss after as many steps over less text",
        x: "epochs",
        y: "nats a token",
      },
      cost: {
        caption: "What epochs cost beside one over all the text",
        x: "Epochs",
        y: "Nats a token (left: better)",
      },
      generations: {
        caption: "Held-out loss of models trained on the samples of those before",
        x: "generation",
        y: "nats a token",
      },
    },
    names: {
      "loss-by-epochs": "held-out loss",
      "cost-by-epochs": "more than one epoch",
      "loss-replaced": "samples replace",
      "loss-joined": "samples join",
    },
  },
};
