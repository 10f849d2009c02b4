// The words of the lesson.

export const words = {
  text: [
    "Training makes the text it reads likelier: it raises the sum of log p over the tokens. The negative mean of that is the cross-entropy, in nats a token. Its exponential is the perplexity: as hard as an even draw among so many tokens.",
    "But what a token is, the tokenizer says. One that cuts finer spreads the same text over more steps, and each is easier. So perplexities of two tokenizers cannot be compared. Bits can: both models must say the same bytes.",
    "The sentence above was chosen since the two measures disagree on it. Type another and look.",
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
  opposite:
    "Texts that are cut differently, and perplexity and bits per byte that always rank the two models alike. They must where both count equally many tokens; here they need not.",
  try: "Ask both models for the next token",
  formula:
    "n is the number of tokens, u i the one at place i. The cross-entropy CE is minus one over n times the sum over i from 1 to n of the logarithm of the probability of u i given all tokens before it. The perplexity PPL is its exponential. Bits per byte, BPB, are n times the cross-entropy, divided by the number of bytes times the logarithm of 2.",
  figure: {
    text: "A text of your own",
    caption: "What each token costs over the bytes it stands for",
    given: "Soft letters are given; each model says the rest.",
    area: "Width: bytes. Height: bits a byte. Area: bits. Dashed: the mean.",
    tokens: (n: string) => `${n} tokens`,
    mean: (bits: string) => `${bits} bits a byte`,
    cell: (token: string, nats: string, bits: string) =>
      `${token}: ${nats} nats, ${bits} bits a byte`,
    columns: {
      model: "Model",
      token: "Token",
      bytes: "Bytes",
      nats: "Surprisal, nats",
      bits: "Bits a byte",
    },
    isGiven: "given",
    summary: (bytes: string) => `The same ${bytes} bytes under each tokenizer`,
    measure: "Measure",
    comparable: "Comparable?",
    rows: {
      tokens: "Tokens",
      likelihood: "Log-likelihood, nats",
      mean: "Cross-entropy, nats a token",
      perplexity: "Perplexity, a token",
      bits: "Bits a byte",
    },
    compare: {
      text: "yes: of the same text",
      bytes: "yes: over the same bytes",
      tokens: "no: other tokens",
      alike: "yes: the same tokens",
    },
    alone:
      "Only one model is here. Its bits a byte can be compared with any other model’s, its perplexity only where the tokens are the same.",
    nothing: "Type a little more: the first token is given, and nothing is left to be measured.",
    alike: (n: string) =>
      `Both cut this text into the same ${n} tokens: here perplexities can be compared too.`,
    agree: (name: string, better: string, worse: string) =>
      `Both measures put ${name} ahead, but only bits a byte say by how much: ${better} against ${worse}.`,
    disagree: (byPerplexity: string, byBits: string) =>
      `By perplexity ${byPerplexity} is ahead, by bits a byte ${byBits} is. The bits are right: the text is likelier under ${byBits}.`,
  },
};
