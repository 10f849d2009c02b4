// The words of the lesson. Its text holds at most 120 words.

export const words = {
  text: [
    "A text is a row of tokens. Its probability is a product: that of the first token, times that of the second given the first, and so on. This is the chain rule of probability; it always holds, and nothing is assumed. So a model that only ever says what comes next says how probable any text is, and can write one, token by token.",
    "In logarithms the product is a sum. A token’s −log p is its surprisal, in nats: 0 for what was certain. The mean surprisal is the loss that training lowers; its exponential is the perplexity.",
  ],
  corrections: [
    {
      claim:
        "Perplexity: “on average, how many equally probable candidate words the model must choose from at each step.”",
      right:
        "Tokens, not words: the mean runs over tokens. Models that cut text differently cannot be compared by it, only by bits per byte.",
      source: "The note, “Perplexity”; by the definition exp(−1/n Σ log p), n counting tokens.",
    },
  ],
  try: "Choose the tokens yourself and watch the sum",
  formula:
    "The probability of u is the product over i from 1 to n of the probability of u i given all tokens before it.",
  figure: {
    text: "A text of your own",
    caption: "Surprisals adding up along the text",
    head: "p, nats",
    token: "Token",
    p: "p, given all before it",
    nats: "Surprisal, nats",
    sum: "Sum so far, nats",
    given: "given",
    says: (total: string, p: string, mean: string, perplexity: string) =>
      `Together ${total} nats: given its first token, the text has the probability ${p}. The mean is ${mean} nats a token, the perplexity ${perplexity}.`,
  },
};
