// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const names = {
  "house-bert": "house-bert",
  "smollm2-135m": "SmolLM2-135M",
  "house-prose": "house-prose",
  "lstm-pair": "LSTM pair (as ELMo)",
  "word2vec-context": "word2vec, mean of the rest",
};
const figure = (where: string) => ({
  caption: `Sentences whose sense the nearest neighbour has, where it is told ${where} the word (word2vec’s one vector: {word2vec-${where}[0] whole})`,
  x: "Height among the layers (0: the token’s own vector, 1: the last layer)",
  y: "Share of the sentences",
});

export const words = {
  text: [
    "Word2Vec and GloVe give a word one vector: of “bank” it cannot tell which is meant. ELMo, GPT and BERT give it another in every place. Here its nearest neighbour among other sentences tells the sense, for ten words. Where the words before tell it, SmolLM2 half-way up is right in {smollm2-135m-before[0.5] whole}, house-prose in {house-prose-before[0.5] whole}. Where only the words after tell it, every GPT is right in exactly {smollm2-135m-after[0.5] whole}: up to the word it has read the same.",
    "Seeing both sides should help; here it did not. House-bert gets {house-bert-after[0.5] whole}, our pair of LSTMs (the idea of ELMo) {lstm-pair-after[0.5] whole}: small, briefly trained models, which hardly tell senses at all. The plain mean of the other words’ word2vec vectors gets {word2vec-context-after[0] whole}.",
  ],
  corrections: [
    {
      claim: "“In 2018, GPT-1 and ELMo proposed the pre-training paradigm almost simultaneously.”",
      right:
        "Others came before them. GPT-1’s own paper names Dai and Le (2015) and ULMFiT (Howard and Ruder 2018) as pre-training a language model and then fine-tuning it; ELMo’s states are features for another network.",
      source: "Radford et al. 2018, section 2, “Unsupervised pre-training”.",
    },
  ],
  opposite:
    "A GPT that is off one half where the sense comes after the word, or a masked twin that is not above it.",
  try: "See what the second “bank” of two sentences looks back at",
  formula:
    "The cosine of two vectors u and v is their product, divided by the roots of the product of u with itself and of v with itself.",
  experiment: {
    ...STATED,
    outcomes: {
      held: "Half-way up, a GPT reads the sense where it is told before the word, and the masked twin where it is told after it.",
      refuted:
        "Where the sense is told after the word, the masked twin does worse than a guess, or a GPT is off one half.",
      null: "Half-way up, house-bert does not tell a sense that comes after the word: {house-bert-after[0.5] percent} (95 % from {house-bert-after[0.5].low percent} to {house-bert-after[0.5].high percent}). The rest held.",
    },
  },
  figure: {
    figures: {
      after: figure("after"),
      before: figure("before"),
      neighbours: {
        caption:
          "The words nearest to each of the ten by word2vec; only those of “bank” show two senses in one vector",
        x: "",
        y: "",
      },
    },
    names: Object.fromEntries([
      ...Object.entries(names).flatMap(([model, name]) =>
        ["after", "before"].map((kind) => [`${model}-${kind}`, name]),
      ),
      ["word", "word"],
      ["nearest words", "nearest words"],
    ]) as Record<string, string>,
  },
};
