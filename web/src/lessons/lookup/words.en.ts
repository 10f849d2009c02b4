// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const gain = (kind: string) => `{gain[${kind}] 2}`;
const interval = (kind: string) =>
  `${gain(kind)} times as fast [{gain[${kind}].low 2}, {gain[${kind}].high 2}]`;
const result = `Copying is ${interval("copying")}, prose ${interval("prose")}`;

export const words = {
  text: [
    "A model writes one token a run, though one run can check several: it gives the next token after each. So what followed the last time that the same tokens stood in the context is taken as a draft; what the model would have written itself is kept. The text stays the same, token for token. This is speculative decoding (Leviathan et al. 2023) with the context itself in place of a smaller model; a server started with --prompt-lookup does it.",
    `SmolLM2 on one core, means of each text’s ratio: copying a passage is ${gain("copying")} times as fast ({tokens-a-run[copying] 1} tokens a run), code ${gain("code")}, a summary ${gain("summary")}, JSON records ${gain("records")}. Prose was expected to gain less than 1.25 and gains ${gain("prose")}, which refutes the hypothesis: probably since a small model, written greedily, soon repeats itself.`,
  ],
  corrections: [],
  opposite: "Drafts that save as much in free prose as in copying, or change the text.",
  try: "Let the model copy a passage and look at each token",
  experiment: {
    ...STATED,
    outcomes: {
      held: `${result}.`,
      refuted: `${result}.`,
      null: `${result}: an interval holds its bound.`,
    },
  },
  figure: {
    here: {
      title: "A passage, copied here",
      ask: (name: string) => (name === "" ? "Ask the model in use" : `Let ${name} copy it`),
      stop: "Stop",
      asking: "Writing …",
      failed: "The server did not answer.",
      unable: "A model that writes on can be asked when the server is there.",
      took: (ms: string, tokens: number) => `${tokens} tokens, ${ms} ms a token.`,
      drafts: "This server drafts: it was started with --prompt-lookup.",
      plain:
        "This server writes token by token. Started anew like this it drafts; then ask again and compare the times:",
    },
    stock: {
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
      } as Record<string, string>,
    },
  },
};
