// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const change = (name: string) =>
  `{${name}-change[0.1] 3} [{${name}-change[0.1].low 3}, {${name}-change[0.1].high 3}]`;

export const words = {
  text: [
    "Pre-training makes likely text, not wanted text. GPT-3.5 and ChatGPT were trained further by a reward model of which answers people prefer (RLHF, Ouyang et al. 2022). Direct preference optimisation (Rafailov et al. 2023) needs none, but one loss: of two continuations w (preferred) and l, make w likelier than the frozen first model r made it, l less likely; a small β lets the model go further from r.",
    `Here house-prose wrote twice after each beginning, and VADER, a graded list of words, preferred the more positive text. At β = 0.1 new texts score higher by ${change("reward")}, undecided by our rule; held-out text costs ${change("nats")} nats a token more. A higher score is not a better text: read some above.`,
  ],
  corrections: [],
  opposite: "A score that does not rise, or held-out text that costs clearly more.",
  try: "Let house-prose go on from “It was a”, as it was before",
  formula:
    "Minus the logarithm of sigma of beta times the log ratio of the preferred text w, less beta times that of the other, l; sigma is the logistic function, p the model’s probability, r the frozen reference’s, and beta says how tightly they are held together.",
  experiment: {
    ...STATED,
    outcomes: {
      held: `At β = 0.1 the score rises by ${change("reward")}, and held-out text costs ${change("nats")} nats a token more: less than 0.02.`,
      refuted: `At β = 0.1 the score rises by ${change("reward")}, and held-out text costs ${change("nats")} nats a token more: more than 0.02.`,
      null: `At β = 0.1 the score changes by ${change("reward")}, and held-out text costs ${change("nats")} nats a token more.`,
    },
  },
  figure: {
    figures: {
      reward: {
        caption: "How positive new continuations are by VADER, from −1 to 1",
        x: "β",
        y: "Mean score",
      },
      kl: {
        caption: "How far the model went from the first one (KL)",
        x: "β",
        y: "Nats a continuation of 24 tokens",
      },
      nats: {
        caption: "What held-out text costs more than before",
        x: "β",
        y: "Nats a token",
      },
      samples: { caption: "The same four beginnings, written on (seed 1)", x: "", y: "" },
    },
    names: {
      reward: "score",
      kl: "KL",
      "nats-change": "cost",
      before: "before",
      beta: "β",
      text: "beginning and continuation",
    },
  },
};
