// The words of texts that a model wrote.

import { count, equalChoices, nats, percent } from "../../../core/text/numbers";

export const sample = {
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
};

export const card = {
  rank: (rank: number, all: number) => `rank ${count(rank + 1)} of ${count(all)}`,
  chosen: "chosen by you",
  greedy: "Temperature 0: the likeliest token is taken, and no random number is drawn.",
  fell: (u: string) => `The random number ${u} fell in this token’s part.`,
  number: (u: string) => `The random number was ${u}.`,
  byYou: "You chose this token; no random number was drawn.",
  how: "Open this step in Next word",
  entropy: (p: string, entropy: string, choices: string) =>
    `As unsure as ${choices} equal choices. log p ${p} nats, entropy ${entropy} nats`,
};
