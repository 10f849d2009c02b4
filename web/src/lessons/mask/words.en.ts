// The words of the lesson.

export const words = {
  text: [
    "In training, a GPT predicts every next token of a text at once. For that to be honest, no place may look at what comes later: it would copy the answer from the next place, be perfect in training, and useless in writing, where nothing stands there yet. So before softmax a mask M is added to the scores: 0 where a token may look, −∞ where it may not. exp(−∞) is exactly 0: the future gets no weight at all, not just little.",
    "Rows ask, columns answer. Token 3 sees tokens 1, 2 and itself. While writing, the keys and values of earlier tokens are kept in a cache and only the newest row asks.",
  ],
  corrections: [
    {
      claim: "“The causal mask matrix M is a lower-triangular matrix.”",
      right:
        "M is 0 on and below the diagonal and −∞ above it. The lower-triangular matrix of ones is the picture of who may look; added to the scores, it would hide nothing.",
      source: "Vaswani et al. 2017, section 3.2.3; Radford et al. 2018.",
    },
  ],
  opposite:
    "A weight above zero right of the diagonal. In the forward pass by hand all six are exactly 0; with the mask off, none is.",
  try: "Switch the mask off and see what leaks",
  formula:
    "Q holds the queries, K the keys, d k is their length. The weights A are the softmax of Q K transposed over the root of d k, plus M. M i j is 0 where j is at most i, and minus infinity where j is greater.",
  figure: {
    caption: "The causal mask of four tokens, twice",
    added: "M, added to the scores",
    picture: "the picture: who may look",
    row: "Row",
  },
};
