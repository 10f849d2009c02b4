// The words of the lesson. Its text holds at most 120 words.

export const words = {
  text: [
    "Greedy takes the likeliest token at every step. But a likely token may lead into an unlikely text, since the probability of a text is the product over all its tokens. Beam search keeps the b likeliest beginnings: at every step each of them goes on with every token, and the b likeliest stay.",
    "Widen the beam below: a wider one mostly finds a likelier text, but not always. To compare long texts with short ones, the sum of log p is divided by length^α. With b = 1 and α = 0 this is greedy; with a larger α it may go on where greedy ends. And likelier is not better: the likeliest texts are often dull.",
  ],
  corrections: [],
  try: "Search after a text of your own",
  formula:
    "The score of u is the sum over i from 1 to n of the logarithm of the probability of u i given all tokens before it, divided by n to the power of alpha.",
  figure: {
    caption: "A beam search, a column a token, the likeliest on top",
    width: "How many beginnings are kept",
    best: (width: number, text: string, p: string) => `b = ${width} finds “${text}”, ${p}.`,
    legend: "Under each token the sum of log p, in nats",
  },
};
