// The words of Fill: a text with gaps, and what stands in them.

import { count } from "../../../core/text/numbers";

export const fill = {
  fill: {
    title: "Fill the gaps of a text",
    about:
      "Write a text with gaps. A masked model, such as BERT, reads what stands on both sides of a gap; a GPT that writes from the left has read only what stands before it.",
    examples: "Or try an example:",
    placeholder: "Write a text with [MASK] where a token is missing.",
    insert: (mark: string) => `Insert ${mark}`,
    none: (mark: string) => `no gap yet: write ${mark} where a token is missing`,
    gaps: (n: number) => (n === 1 ? "1 gap" : `${count(n)} gaps`),
    by: "Filled by",
    gone: (id: string) => `There is no model “${id}” here that fills gaps; this one is asked.`,
    tiny: (name: string, n: number) =>
      `${name} is tiny: ${count(n)} parameters, where BERT-base has 110 million. Many of its words miss, and that is no fault of BERT.`,
    noModel:
      "No model that fills gaps is installed. One way to get one: shotglass import FOLDER, with a BERT as transformers writes it.",
    stale: "The text was changed since this was filled.",
    filledBy: (name: string, gaps: number) =>
      gaps === 1
        ? `The text with the likeliest token of ${name}:`
        : `The text with the likeliest token of ${name} in each gap:`,
    inside: (name: string) => `See where ${name} looks, in Inside`,
    gap: (n: number, all: number) => (all === 1 ? "The gap" : `Gap ${n} of ${all}`),
    both: (name: string, token: string, p: string) =>
      `${name} reads both sides and finds ${token} likeliest, with ${p}.`,
    left: (name: string, left: string, token: string, p: string) =>
      `${name} has read only ${left} and would write ${token}, with ${p}.`,
    same: (token: string, p: string, known: boolean) =>
      known ? `It gives ${token} ${p}.` : `${token} is no token of its vocabulary.`,
    quoted: (text: string) => `“${text}”`,
    nothing: "nothing",
    else: "everything else",
    absent: "no token",
    token: "Token",
    caption: (n: number) => `What stands in gap ${n}`,
    label: (n: number, masked: string, causal: string | null) =>
      causal === null
        ? `The likeliest tokens in gap ${n} for ${masked}`
        : `The likeliest tokens in gap ${n} for ${masked}, which reads both sides, and ${causal}, which reads the left side`,
    bothKey: (name: string) => `${name}, both sides`,
    leftKey: (name: string) => `${name}, left side only`,
    compared: (n: number, name: string) =>
      `${name} is asked at the first ${count(n)} gaps only, since each is a prompt of its own.`,
    independent:
      "All gaps are filled at once, each while the others are still masked: the tokens need not go together. For the model that reads from the left, the gaps before hold the tokens shown.",
    notCompared: (name: string) => `${name} could not be asked:`,
  },
};
