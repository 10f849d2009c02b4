// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const ahead = "The prompted model is ahead in {counts[prompted ahead] 0} of {n} tasks";

export const words = {
  text: [
    "Before GPT, each task had a model of its own, trained on its own labels. Here SmolLM2, unchanged, is shown eight examples of each of the gallery’s ten tasks. Beside it, each task has a classifier: pieces of words counted (TF-IDF), then logistic regression, trained on 8 to 128 labels.",
    "With eight each, the prompted model is ahead in {counts[prompted ahead] 0} tasks of {n}. In {counts[none suffice] 0} not even 128 labels equal it. That says less than it seems: a classifier of counts cannot relate an answer to its question, so in three of these, which translate, it cannot but guess (Chinese words: {classifier-128[chinese-words] whole} with 128 labels; a guess is {chance[chinese-words] whole}). A fair rival, a fine-tuned network that reads both, is not measured here.",
    "In {counts[eight suffice] 0} tasks eight labels do: the answer’s form gives it away, or SmolLM2 only guesses (reviews: {prompted[reviews] whole}; with 128 labels {classifier-128[reviews] whole}). What it knows it has from reading far more text before.",
  ],
  corrections: [],
  opposite: "Classifiers that are as often right as the prompted model after eight labels.",
  try: "Ask one of the ten tasks with eight examples",
  experiment: {
    ...STATED,
    outcomes: {
      held: `${ahead}, more than half.`,
      refuted: `${ahead}, fewer than half.`,
      null: `${ahead}, exactly half.`,
    },
  },
  figure: {
    figures: {
      right: {
        caption: "Right answers of the prompted model after eight examples, and of classifiers",
        x: "Task",
        y: "Share of right answers",
      },
      needed: {
        caption:
          "How many labels a classifier needs to be right as often (no number: 128 are not enough)",
        x: "",
        y: "",
      },
    },
    names: {
      prompted: "SmolLM2, eight examples",
      "classifier-8": "classifier, 8 labels",
      "classifier-128": "classifier, 128 labels",
      chance: "guessing",
      task: "task",
      "prompted, right": "SmolLM2, right",
      "classifier, right": "classifier with 8 labels, right",
      "labels to equal it": "labels to equal SmolLM2",
      "same-word": "opposites",
      reviews: "reviews",
      "animal-or-food": "animal or food",
      "chinese-words": "Chinese words",
      "copy-rule": "copy, then zo",
      plurals: "plurals",
      "odd-dates": "odd dates",
      "note-translation": "Chinese sentences",
      translation: "into French",
      arithmetic: "word problems",
    },
  },
};
