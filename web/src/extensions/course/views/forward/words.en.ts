// The words of A forward pass by hand.

export const forward = {
  forward: {
    title: "One attention head, computed by hand",
    about:
      "Four tokens of four numbers, taken as query, key and value alike: Q = K = V = H₀. Point at a number to see how it is made.",
    wholeTitle: "Where this stands in a whole pass",
    whole:
      "In a whole pass, token ids first become vectors: a row of the embedding table, plus one for the position. Every block then adds to each vector twice: what several heads like this one find, each with its own maps, and what the feed-forward part computes. After the last block and a norm, each vector is multiplied by the embedding table: one logit for every token of the vocabulary, and softmax makes them the probabilities of what comes next.",
    inputName: "H₀",
    input: "four tokens as numbers",
    variants: "Which numbers",
    variant: {
      exact: "as the note’s scores need them",
      "by-hand": "round, for paper",
    },
    token: (row: number) => `t${row}`,
    entry: (row: number, column: number) => `Token ${row}, number ${column}`,
    fault: (most: number) =>
      `That is no number from −${most} to ${most}. The last one that was stays in use.`,
    undo: "Undo",
    reset: "Reset",
    dashed: "Dashed: not in the note, reconstructed.",
    change: "Change the numbers",
    done: "Done",
    reconstructed:
      "Rows 1 and 2 stand in the note. It does not print rows 3 and 4 (dashed): they are reconstructed. The first set gives all of the note’s scores to three decimals, the round one stays within 0.02 of them.",
    previous: "Previous row",
    next: "Next row",
    place: (row: number, rows: number) => `Row ${row} of ${rows}`,
    mask: "causal mask",
    steps: {
      scores: {
        name: "Scores",
        formula: "H₀ H₀ᵀ",
        says: (row: number) =>
          `How well token ${row} and each token match: multiply number by number, then add.`,
      },
      scaled: {
        name: "Scale",
        formula: "/ √4",
        says: (row: number) =>
          `Row ${row} divided by √d = 2, so that longer vectors do not make softmax harder.`,
      },
      masked: {
        name: "Mask",
        formula: "+ M, 0 or −∞",
        says: (row: number, causal: boolean) =>
          causal
            ? `Token ${row} keeps the scores up to itself (+ 0); what comes later becomes −∞.`
            : `No mask: token ${row} keeps all its scores (+ 0), those of later tokens too.`,
      },
      weights: {
        name: "Softmax",
        formula: "exp(·) / Σ exp(·)",
        says: (row: number, causal: boolean) =>
          causal
            ? `Row ${row} as weights that sum to 1. exp(−∞) is exactly 0: no weight on the future.`
            : `Row ${row} as weights that sum to 1. Nothing keeps weight from the future.`,
      },
      output: {
        name: "Weighted sum",
        formula: "A H₀",
        says: (row: number) =>
          `What token ${row} takes with it: the rows of H₀, each times its weight, added.`,
      },
    },
    cell: (row: number, column: number, figure: string, leaks: boolean) =>
      `row ${row}, column ${column}, ${figure}${leaks ? ", from a later token" : ""}`,
    sum: "Sum",
    noLeak:
      "Under the mask no output holds anything of a later token. Switch the mask off to see what would leak.",
    leak: "Without the mask, weight falls on tokens that come later (boxed):",
    leakOf: (row: number, share: string) => `token ${row} takes ${share} from its future`,
    table: { caption: "The forward pass, step by step", step: "Step", row: "Row" },
    slip: {
      title: "Where the note slips",
      caption: "Softmax of row 4, from the scores that the note itself prints",
      row: "Row 4",
      scores: "Scores / 2",
      note: "The note prints",
      right: "Right",
      beside: (row: string, sum: string) => `the note’s row 4: ${row}, sum ${sum}`,
      claim: "softmax([0.520, 0.715, 0.835, 0.950]) ≈ [0.19, 0.23, 0.26, 0.29]",
      correction:
        "[0.1952, 0.2372, 0.2675, 0.3001]. Weights sum to 1; the note’s four sum to 0.97, because three of them were cut where they should have been rounded, and the last is a hundredth short.",
      source: "The note, “Forward Pass Numerical Example”, step 4; recomputed here in float64.",
    },
  },
};
