// The words of the lesson.

export const words = {
  text: [
    "Greedy takes the likeliest token at every step. But that may lead into an unlikely text: its probability is the product over all its tokens. Beam search keeps the b likeliest beginnings: at every step each of them goes on with every token, and the b likeliest stay.",
    "Widen the beam above: a wider one mostly finds a likelier text, but not always. Every token lowers the sum of log p, so long texts lose; it is divided by length^α. b = 1, α = 0 is greedy; so is b = 1 where the first end token ends the search. Else it may go on where greedy ends. And likelier is not better: the likeliest texts are often dull.",
  ],
  corrections: [],
  opposite:
    "A wider beam that never finds a likelier text than b = 1 does. Then greedy would be enough; compare the probabilities below the tree.",
  try: "Search after a text of your own",
  formula:
    "The score s of a text u of n tokens is the sum over i from 1 to n of the logarithm of the probability of u i given all tokens before it, divided by n to the power of alpha.",
  figure: {
    caption: "A beam search, a column a token, the likeliest on top",
    width: "How many beginnings are kept",
    best: (width: number, text: string, p: string) => `b = ${width} finds “${text}”, ${p}.`,
    legend: "Under each token the sum of log p, in nats",
  },
};
