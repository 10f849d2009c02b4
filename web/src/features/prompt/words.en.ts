// The words of the Prompt view: a text, and how the model continues it.

import { sample, card } from "./writing/words.en";
import { count } from "../../core/text/numbers";

const tokens = (n: number) => (n === 1 ? "1 token" : `${count(n)} tokens`);

export const prompt = {
  prompt: {
    title: "Write with the model",
    about:
      "Type a text, and the model continues it. Each token it writes is shaded by how surprising it was to the model itself.",
    text: "Prompt",
    placeholder: "Write the beginning of a text.",
    tooLong: "This prompt is too long for a link; the address does not hold it.",
    stale: "The prompt or the settings were changed since this was written.",

    examples: "Or try an example:",

    count: {
      of: (n: number, most: number) => `${tokens(n)} of ${count(most)}`,
      counting: "Counting tokens …",
      over: (n: number, most: number, length: number) =>
        `The prompt has ${tokens(n)}; with ${count(length)} to write that is ${count(n + length - most)} over the ${count(most)} served. Shorten it or lower the length.`,
      ids: "Tokens and their ids",
      special: "special token, put before the text",
      more: (n: number) => `${tokens(n)} more are not listed.`,
    },

    settings: {
      summary: (n: number, most: number, temperature: number, seed: number) =>
        `${n === 1 ? "1 sample" : `${n} samples`} · up to ${tokens(most)} · temperature\u00a0${temperature} · seed\u00a0${seed}`,
      note: "The shown probabilities are the model’s own, before temperature, top-k and top-p.",
    },

    sample,

    legend: {
      surprising: "surprise in nats",
      scale: "0 is certain; 6+ is 1 in 400 or rarer, all shaded alike.",
      help: "Select a token to see what else could have stood there, and to continue from it. An underlined token was chosen by you; text in italics was typed.",
    },

    card,

    onwards: {
      title: "Take the prompt to",
      compareQuestion: "Compare, as a question",
      compareInstruction: "Compare, as the instruction",
      inside: "Inside",
      decode: "Next word",
    },
  },
};
