// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const result = (length: string) =>
  `{right[${length}] whole} [{right[${length}].low whole}, {right[${length}].high whole}]`;

export const words = {
  text: [
    "OpenAI gives GPT-4 8\u202f192 or 32\u202f768 tokens of context; the 128K of the note are GPT-4 Turbo’s. How many tokens fit is one question; whether a model finds something in them another: hide a number in filler and ask for it (Mohtashami and Jaggi 2023).",
    `SmolLM2 states 8\u202f192 tokens. Among ten numbers the hidden one is its likeliest in ${result("256")} of ten places in a text of 256 tokens, ${result("2048")} in 2\u202f048, ${result("4096")} in 4\u202f096, and {right[8192] whole} of three places in 8\u202f192 (at the beginning: {places-8192[0] whole}). Ten places are few, three fewer still: the intervals say how little they tell. Copying a number is the easiest use of a long text; it says nothing about understanding one.`,
  ],
  corrections: [],
  opposite: "In 4\u202f096 tokens the key is found at fewer than half of the places.",
  try: "See which figures of GPT-4 are known",
  experiment: {
    ...STATED,
    outcomes: {
      held: `In 4\u202f096 tokens the key is found at ${result("4096")} of ten places.`,
      refuted: `In 4\u202f096 tokens the key is found at only ${result("4096")} of ten places.`,
      null: `In 4\u202f096 tokens the key is found at ${result("4096")} of ten places: the interval holds one half.`,
    },
  },
  figure: {
    figures: {
      right: {
        caption: "How often the hidden number is the likeliest of ten",
        x: "tokens of the text",
        y: "found, in percent",
      },
    },
    names: {
      right: "SmolLM2",
      chance: "a guess",
    },
  },
};
