// The words of the lesson.

export const words = {
  text: [
    "The same compute can train a larger network or read more text. Gopher had 280 billion parameters; Chinchilla (Hoffmann et al. 2022) had a quarter of them, read 4.7 times as much for about the same compute, and was better on most tasks. The authors split the loss in three: a floor that no model gets below, what a network loses because it is too small, and what it loses because it read too little. Move the budget: where the sum is least, some twenty tokens come to a parameter.",
    "How sure is the twenty? The same paper finds it in two ways without this formula. With the constants that it prints for the formula, Gopher’s budget asks for 93 tokens a parameter. Besiroglu et al. (2024) read the points off the paper’s figure, fitted them anew and get 18. That fit is drawn first. Both rest on networks of up to 16 billion parameters and web text, and say nothing of nets as small as those of these lessons.",
    "Least loss for the training is not the whole bill. Who asks a model often pays for its size each time, so small ones are trained far past twenty: SmolLM2-135M read 2 trillion tokens, some 15\u202f000 a parameter (Allal et al. 2025). GPT-3, planned by the law of Kaplan et al. (2020), read fewer than two.",
  ],
  corrections: [],
  opposite:
    "A larger network that read less and loses less at the same compute, well away from the least of the curve.",
  try: "See the sizes of GPT-2 and GPT-3",
  formula:
    "The loss L of N parameters and D tokens is a floor E, plus A over N to the power alpha, plus B over D to the power beta; all five are fitted. C, the compute in FLOPs, is about six times N times D.",
  figure: {
    caption: "What is lost above the floor by every division of one budget",
    budget: "Budget of compute",
    budgets: "That of",
    flops: (power: string) => `${power} FLOPs`,
    fit: "Constants",
    fits: { refitted: "fitted anew in 2024", printed: "as printed in 2022" },
    x: "Parameters",
    y: (floor: string) => `Nats a token above the floor of ${floor}`,
    short: "read too little",
    small: "too small",
    least: "least",
    says: (flops: string, parameters: string, tokens: string, each: string) =>
      `With ${flops} the sum is least at ${parameters} parameters and ${tokens} tokens: ${each} tokens a parameter.`,
    model: (name: string, parameters: string, tokens: string, more: string) =>
      `${name}, with ${parameters} parameters and ${tokens} tokens, loses ${more} nats more by this fit.`,
    ours: (less: string, more: string, lossOfLess: string, lossOfMore: string, times: string) =>
      `Measured in the lesson “Scaling laws, small”, at equal compute: a net of ${less} parameters that read ${times} times as much lost ${lossOfLess} nats a token, one of ${more} parameters ${lossOfMore}.`,
    columns: [
      "Parameters",
      "Tokens",
      "Tokens a parameter",
      "Lost: too small",
      "Lost: read too little",
      "Loss",
    ],
  },
};
