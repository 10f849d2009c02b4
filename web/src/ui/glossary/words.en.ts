// Terms that a newcomer does not know: how they stand in a text, and what each means, in a sentence.

export const glossary = {
  glossary: {
    form: {
      match: ["in the asked form", "form"],
      meaning:
        "Form: how much probability all listed answers hold together. It says whether the model answers in the asked way at all, not whether it is right.",
    },
    choice: {
      match: ["for the expected answer", "choice"],
      meaning:
        "Choice: the expected answer’s share of the probability that the listed answers hold. Half means undecided between two.",
    },
    nats: {
      match: ["nats"],
      meaning:
        "Nats: the unit of −log p with the natural logarithm. 0 nats is certain, 0.69 is one in two, 2.3 is one in ten.",
    },
    logit: {
      match: ["logits", "logit"],
      meaning:
        "Logit: the score that the model gives each token of its vocabulary. Softmax makes probabilities of the scores: the differences count, not the level.",
    },
    parity: {
      match: ["parity"],
      meaning:
        "Parity: how far the converted model’s outputs are from those it was converted from, on the same texts. It is measured, not assumed.",
    },
    space: {
      match: ["␣"],
      meaning:
        "␣ is a space, ⏎ a line break, ⇥ a tab: letters that could not be seen. A token often begins with its space, so “␣slow” and “slow” are two tokens.",
    },
    zeroShot: {
      match: ["zero-shot"],
      meaning: "Zero-shot: the prompt holds the question, perhaps an instruction, and no example.",
    },
    oneShot: {
      match: ["one-shot"],
      meaning: "One-shot: one solved example stands before the question. No weight changes.",
    },
    fewShot: {
      match: ["few-shot"],
      meaning:
        "Few-shot: several solved examples stand before the question, as many as fit. No weight changes.",
    },
  },
};
