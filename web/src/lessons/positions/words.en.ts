// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const cost = "cost[sinusoidal]";
const interval = `{${cost} 2} bits a token (95 % from {${cost}.low 2} to {${cost}.high 2})`;

export const words = {
  text: [
    "To attention, tokens have no order. The Transformer of 2017 adds sines and cosines of the place; GPT adds a vector that it learns for every place, which is simpler, and ends with its table; Llama turns queries and keys (rotary). Without any, the mask alone still tells some order.",
    `Small models of four kinds, trained on 128 tokens, read 512 here. The last 128 tokens cost more after the 384 before them than read alone, though more is known: by {${cost} 2} bits with sines, {cost[learned] 2} learned (rows beyond 128 are as drawn), {cost[rotary] 2} rotary, {cost[none] 2} without.`,
    "That positions do harm does not follow. These nets were trained too briefly to make use of them: even within the trained 128, the same tokens cost {near[none] 2} bits without positions, {near[learned] 2} with learned ones, {near[sinusoidal] 2} with sines, {near[rotary] 2} with rotary ones; rows that are not learned yet cost. And our sines are three times as large as our token vectors (0.71 against 0.23), where in the paper of 2017 both are near 1.",
  ],
  corrections: [
    {
      claim:
        "Sinusoids have “the theoretical advantage of extrapolating to longer sequences”; “experiments showed that the two approaches perform comparably”.",
      right:
        "That sinusoids may extrapolate was a hope; Press et al. saw perplexity degrade beyond the trained length, with rotary positions too. “Comparable” is the finding of Vaswani et al., for translation.",
      source: "Vaswani et al. 2017, section 3.5 and table 3 (E); Press et al. 2022, figure 1.",
    },
  ],
  opposite:
    "With sinusoidal positions, a cost below 0.1 bits throughout its interval: nothing lost by reading on.",
  try: "See attention on one word repeated, where only positions differ",
  formula:
    "The first state h 0 is the token’s row of W e plus the place’s row of W p. d is the width, i counts pairs of columns. With sinusoids, place p has in column 2 i the sine of p divided by 10000 to the power 2 i over d, and in column 2 i plus 1 its cosine.",
  experiment: {
    ...STATED,
    outcomes: {
      held: `The text before costs ${interval}: below 0.1.`,
      refuted: `The text before costs ${interval}: above 0.1.`,
      null: `The text before costs ${interval}: the interval holds 0.1.`,
    },
  },
  figure: {
    figures: {
      bits: {
        caption: "Bits a token by position, after training on 128 tokens",
        x: "Position",
        y: "Bits a token",
      },
      cost: {
        caption: "What the 384 tokens before cost the last 128 of 512",
        x: "Positions",
        y: "Bits a token more than when these are read alone",
      },
    },
    names: {
      cost: "cost",
      "bits-sinusoidal": "sinusoidal",
      "bits-learned": "learned",
      "bits-rotary": "rotary",
      "bits-none": "none",
      sinusoidal: "sinusoidal",
      learned: "learned",
      rotary: "rotary",
      none: "none",
    },
  },
};
