// The words of the lesson.

export const words = {
  text: [
    "A word means little by itself; attention lets a token fetch what it needs from the tokens before it. Each token gives three vectors: a query, what it looks for; a key, by which it is found; a value, what it gives. A query times a key is a score, softmax makes shares of the scores, and by these shares the values are added up. Heads do this side by side, each with vectors of its own. Below is every number of it, in the model in use.",
    "The division by √d keeps the scores small: the product of two vectors of d independent numbers of variance 1 has variance d, and softmax of large scores would give all to one token and pass on hardly any gradient. That is the reason Vaswani et al. 2017 give.",
    "Some models share keys and values among several heads, which makes the cache smaller (Ainslie et al. 2023); some rotate queries and keys by their positions (Su et al. 2021). Where the model in use does, the figure shows the shared and the rotated ones.",
  ],
  corrections: [],
  opposite:
    "A score, share or output that does not follow from the numbers shown before it. A test multiplies and adds them again for every layer, head and token of small random models, and for places of the figure.",
  try: "See all heads of this sentence",
  formula:
    "A head is the softmax of Q times K transposed, over the root of d, plus the mask M, times V. The output of all heads is the heads one behind the other, head one to head h, times W O.",
  figure: {
    text: "A text of your own",
    layer: "Layer",
    head: "Head",
    of: (i: number, n: number) => `${i} of 0 to ${n - 1}`,
    steps: "Steps",
    names: ["Q, K, V", "Scores", "Mask", "Softmax", "Values", "Heads"],
    says: [
      (row: string, key: string, d: number) =>
        `Three matrices turn what the layer reads of a token into its query, key and value, ${d} numbers each for this head. ${row} asks, ${key} answers.`,
      (row: string, key: string, d: number) =>
        `The query of ${row} times the key of ${key}, number by number, added up and divided by √${d}.`,
      (row: string) =>
        `${row} may look at itself and at what stands before it. To the score of each later token −∞ is added.`,
      (row: string) =>
        `exp(score − largest score), divided by their sum: the shares of ${row} add up to 1.`,
      (row: string) =>
        `Each value is multiplied by its share, and all are added up: what this head gives to ${row}.`,
      (row: string) =>
        `The heads’ numbers one behind the other, times W_o: what attention adds to the vector of ${row}.`,
    ],
    shares: (heads: string, group: number) =>
      `Heads ${heads} share keys and values ${group}: grouped queries.`,
    caption: (layer: number, head: number) => `Attention of layer ${layer}, head ${head}`,
    axes: ["asks", "answers"],
    pair: (row: string, key: string, score: string, share: string) =>
      `${row} asks, ${key} answers: score ${score}, share ${share}`,
    vectors: { query: "query", key: "key", value: "value" },
    whose: (name: string, token: string) => `${name} of ${token}`,
    which: "The vector to take apart",
    read: (token: string) => `what the layer reads of ${token}`,
    row: (name: string, index: string) => `row ${index} of W for the ${name}`,
    made: (name: string, token: string, index: string, value: string) =>
      `Number ${index} of the ${name} of ${token} is ${value}.`,
    rotated: (value: string) => `Rotated by the token’s position, it is compared as ${value}.`,
    waiting: "Fetching the weights …",
    divided: (sum: string, scale: string, score: string) => `${sum} ÷ ${scale} = ${score}`,
    capped: (cap: string) => `This model then caps scores at ${cap} by tanh.`,
    columns: ["key", "score", "with mask", "exp", "share"],
    sum: "sum",
    share: (token: string) => `share of each token for ${token}`,
    numbers: (index: string) => `number ${index} of each value`,
    output: (head: number, token: string) => `what head ${head} gives to ${token}`,
    mixed: (token: string) => `all heads for ${token}, one behind the other`,
    outRow: (index: string) => `row ${index} of W_o`,
    added: (token: string) => `what attention adds to ${token}`,
    addedIs: (index: string, value: string) => `Number ${index} of it is ${value}.`,
    about:
      "Computed in fp32 by the graph that also draws the attention view; sums are added here from the numbers shown, so their last digit may differ.",
  },
};
