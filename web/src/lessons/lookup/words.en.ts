// The words of the lesson. Its text holds at most 120 words.

import { STATED } from "../../core/experiments/stated";

const gain = (kind: string) => `{gain[${kind}] 2}`;
const interval = (kind: string) =>
  `${gain(kind)} times as fast [{gain[${kind}].low 2}, {gain[${kind}].high 2}]`;
const result = `Copying is ${interval("copying")}, prose ${interval("prose")}`;

export const words = {
  text: [
    "A model writes one token a run, though one run can check several: it gives the next token after each. So what followed the last time that the same tokens stood in the context is taken as a draft; what the model would have written itself is kept. The text stays the same, token for token. This server has it as --prompt-lookup.",
    `SmolLM2 on one core, means of each text’s ratio: copying a passage is ${gain("copying")} times as fast ({tokens-a-run[copying] 1} tokens a run), code ${gain("code")}, a summary ${gain("summary")}, JSON records ${gain("records")}. Prose was expected to gain less than 1.25 and gains ${gain("prose")}, which refutes the hypothesis: probably since a small model, written greedily, soon repeats itself.`,
  ],
  corrections: [],
  opposite: "Drafts that save as much in free prose as in copying, or change the text.",
  try: "Let the model copy a passage",
  experiment: {
    ...STATED,
    outcomes: {
      held: `${result}.`,
      refuted: `${result}.`,
      null: `${result}: an interval holds its bound.`,
    },
  },
  figure: {
    figures: {
      gain: {
        caption: "How many times as fast with drafts",
        x: "Kind of text",
        y: "Times as fast (1: no gain)",
      },
      ms: {
        caption: "Processor time a token",
        x: "Kind of text",
        y: "Milliseconds",
      },
    },
    names: {
      gain: "times as fast",
      "ms-plain": "token by token",
      "ms-drafted": "with drafts",
      copying: "copying",
      records: "JSON records",
      code: "code",
      summary: "summary",
      prose: "prose",
    },
  },
};
