// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const minus = "patches-minus[logistic regression]";
const interval = `{${minus} points} points (95 % from {${minus}.low points} to {${minus}.high points})`;

export const words = {
  text: [
    "Known of GPT-4, from OpenAI’s report: it takes images and text and writes text. How it reads an image is not published. One published way (Dosovitskiy 2021) needs little new: cut the image into patches, let one linear layer make a vector of each, read them as tokens.",
    "Here digits of 8 × 8 pixels become 16 patches of 2 × 2. The linear layer has {parameters[linear layer] count} parameters, the GPT behind it {parameters[GPT] count}. After the patches it says the word, and is right in {right[patches] percent} of held-out images; logistic regression on the same pixels in {right[logistic regression] percent}, the most similar training image in {right[nearest neighbour] percent}. So it works; at this size, simpler readers do better.",
  ],
  corrections: [],
  opposite: "A GPT that is more often right than a linear model of the same pixels.",
  try: "See which figures of GPT-4 are known",
  formula:
    "The vector x i of patch i is W times its pixels p i, plus b, plus the vector e i of its position.",
  experiment: {
    ...STATED,
    outcomes: {
      held: `Patches minus logistic regression is ${interval}.`,
      refuted: `Patches minus logistic regression is ${interval}, all of it below 0.`,
      null: `Patches minus logistic regression is ${interval}, which holds 0.`,
    },
  },
  figure: {
    figures: {
      right: {
        caption: "Held-out digits that are named rightly",
        x: "Reader",
        y: "Share of right words",
      },
      minus: {
        caption: "The GPT’s share of right words less that of the others",
        x: "Less that of",
        y: "Difference (right of 0: the GPT is better)",
      },
    },
    names: {
      right: "right words",
      "patches-minus": "patches less the other",
      patches: "GPT, on patches",
      "logistic regression": "logistic regression",
      "nearest neighbour": "nearest neighbour",
    },
  },
};
