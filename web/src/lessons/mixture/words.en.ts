// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

export const words = {
  text: [
    "GPT-3 did not read its text in proportion. Common Crawl is {share-of-text[Common Crawl] whole} of all tokens and {weight[Common Crawl] whole} of what was read; WebText2 is {share-of-text[WebText2] whole} and {weight[WebText2] whole}. A weight is a choice: texts thought better were read several times, Common Crawl not even once.",
    "An epoch is one reading of a source: its weight times {sum[trained] count} billion tokens, divided by its size. Change a weight above. The printed weights sum to {sum[weight] whole}, by rounding, and one printed epoch does not follow: WebText2 comes to {epochs[WebText2] 1}, the paper says {printed[WebText2] 1}.",
  ],
  corrections: [
    {
      claim: "“Mixed datasets (~570GB)” as GPT-3’s training data.",
      right:
        "570 GB is Common Crawl alone, after filtering. The five sources hold {sum[size] count} billion tokens together, of which training read {sum[trained] count} billion.",
      source: "Brown et al. 2020, section 2.2 and table 2.2.",
    },
  ],
  opposite: "All five printed figures within what rounding allows.",
  try: "See GPT-3 among the shapes",
  formula:
    "The epochs e of source s are its weight w times 300 billion tokens, divided by its size n in tokens.",
  experiment: {
    ...STATED,
    outcomes: {
      held: "All five printed figures follow from the weights and sizes.",
      refuted:
        "WebText2 comes to {epochs[WebText2] 1} epochs (from {epochs[WebText2].low 1} to {epochs[WebText2].high 1} with rounding), and the paper prints {printed[WebText2] 1}. The other four agree.",
      null: "The figures do not tell.",
    },
  },
  figure: {
    caption: "Epochs by source: calculated from the weights below, and as the paper prints them",
    weights: "Weight in percent",
    weight: (source: string) => `Weight of ${source} in percent`,
    sum: (percent: string) => `Sum: ${percent} %`,
    reset: "The paper’s weights",
    even: "In proportion to size",
    calculated: "calculated",
    printed: "printed",
    epochs: "epochs",
    columns: ["Source", "Billions of tokens", "Weight in %", "Billions read", "Epochs", "Printed"],
  },
};
