// The words of the Prompt view: a text, and how the model continues it.

import { count, equalChoices, nats, percent } from "../../core/text/numbers";

const tokens = (n: number) => (n === 1 ? "1 token" : `${count(n)} tokens`);

export const prompt = {
  prompt: {
    documentTitle: "Prompt · Shotglass",
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

    sample: {
      name: (n: number) => `Sample ${n}`,
      of: (n: number) => `Sample ${n}, what the model wrote`,
      goOn: "Continue",
      takeBack: "Take back",
      again: "Again",
      edit: "Edit",
      copy: "Copy",
      copied: "Copied",
      notCopied: "Not copied: the browser does not allow it",
      stop: "Stop",
      waiting: "Waiting for the model …",
      nothing: "Nothing is written yet.",
      empty: "The model ended at once, without a word.",
      editLabel: (n: number) => `Sample ${n}, its text`,
      keep: "Keep",
      keepAndGoOn: "Keep and continue",
      cancel: "Cancel",
      mean: (value: number) => `average surprise ${nats(value)} (1 in ${equalChoices(value)})`,
      ended: {
        stop_token: "ended by the model",
        stop_text: "",
        length: "cut at the length limit",
        cancelled: "stopped",
      },
      token: (text: string, p: number, rank: number) => `${text}, ${percent(p)}, rank ${rank + 1}`,
      chosenToken: (text: string, p: number) => `${text}, ${percent(p)}, chosen by you`,
      typed: "typed by you",
      spoken: (n: number, text: string) => `Sample ${n}: ${text}`,
      spokenFault: (n: number, detail: string) => `Sample ${n} failed: ${detail}`,
    },

    legend: {
      surprising: "surprise in nats",
      scale: "0 is certain; 6+ is 1 in 400 or rarer, all shaded alike.",
      help: "Select a token to see what else could have stood there, and to continue from it. An underlined token was chosen by you; text in italics was typed.",
    },

    card: {
      rank: (rank: number, all: number) => `rank ${count(rank + 1)} of ${count(all)}`,
      chosen: "chosen by you",
      greedy: "Temperature 0: the likeliest token is taken, and no random number is drawn.",
      fell: (u: string) => `The random number ${u} fell in this token’s part.`,
      number: (u: string) => `The random number was ${u}.`,
      byYou: "You chose this token; no random number was drawn.",
      how: "Open this step in Next word",
      entropy: (p: string, entropy: string, choices: string) =>
        `As unsure as ${choices} equal choices. log p ${p} nats, entropy ${entropy} nats`,
    },

    onwards: {
      title: "Take the prompt to",
      compareQuestion: "Compare, as a question",
      compareInstruction: "Compare, as the instruction",
      inside: "Inside",
      decode: "Next word",
    },
  },
};
