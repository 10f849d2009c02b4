// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

export const words = {
  text: [
    "The oldest features count. One-hot gives each word an axis of its own, a bag of words adds these up, TF-IDF weighs rare words more, n-grams count runs of n words. But V words make Vⁿ runs: the curse of dimensionality. Text never keeps up: after 24 MB a table has not seen {unseen-1[24] percent} of a new text’s words, but {unseen-4[24] percent} of its runs of four; after 1 MB it was {unseen-4[1] percent}.",
    "Nor does an axis a word tell likeness: one-hot vectors are all equally far apart. By TF-IDF (as scikit-learn counts it, vectors of length 1) the nearest of {ratio-tf-idf[30000].n} passages stands at {ratio-tf-idf[30000] whole} of the distance of the farthest, by SmolLM2’s states at {ratio-gpt[576] whole}. That tells how distances spread, not whether near passages mean the same; and a high cosine means little: these states all point alike.",
  ],
  corrections: [],
  opposite:
    "Most runs of four seen after 24 MB, or nearest passages as far as the farthest by a GPT’s states too.",
  try: "See what a GPT expects after words it has hardly seen in a row",
  formula:
    "The feature of word w in document d is how often w is in d, times 1 plus the logarithm of 1 plus the number of documents, divided by 1 plus the number of documents with w.",
  experiment: {
    ...STATED,
    outcomes: {
      held: "After 24 MB {unseen-4[24] percent} of the runs of four words are unseen (95 % from {unseen-4[24].low percent} to {unseen-4[24].high percent}).",
      refuted: "After 24 MB only {unseen-4[24] percent} of the runs of four words are unseen.",
      null: "After 24 MB {unseen-4[24] percent} are unseen, and the interval holds one half.",
    },
  },
  figure: {
    figures: {
      unseen: {
        caption: "Runs of words in new documents that the training text does not hold",
        x: "MB of training text",
        y: "never seen, in percent",
      },
      ratio: {
        caption: "How the nearest other vector’s distance compares with the farthest’s",
        x: "dimensions",
        y: "nearest / farthest (1: all equally far)",
      },
      cosines: {
        caption: "Cosines between any two of the passages",
        x: "cosine",
        y: "pairs in percent, in steps of 0.05",
      },
    },
    names: {
      "unseen-1": "1 word",
      "unseen-2": "2 words",
      "unseen-3": "3 words",
      "unseen-4": "4 words",
      "unseen-5": "5 words",
      "unseen-6": "6 words",
      "ratio-one-hot": "one-hot",
      "ratio-tf-idf": "TF-IDF",
      "ratio-gpt": "house-prose, SmolLM2",
      "cosine-tf-idf": "TF-IDF, 30\u202f000 words",
      "cosine-house-prose": "house-prose, last block",
      "cosine-smollm2-135m": "SmolLM2-135M, last block",
    },
  },
};
