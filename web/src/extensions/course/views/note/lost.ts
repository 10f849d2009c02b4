// The note's displayed formulas, which its transcript has lost, put back where they stood: as the
// papers write them that the note speaks of, in the note's own letters.

/** Formulas in TeX, or the page that has the matrices which stood there. */
export type Lost = { tex: readonly string[] } | { page: "forward" };

const GIVEN = "x_1, \\ldots, x_{t-1}";

/** By how the line begins after which they stood. */
const AFTER: readonly (readonly [string, Lost])[] = [
  [
    "GPT is essentially a",
    {
      tex: [
        "A_l = \\text{LayerNorm}(H_{l-1} + \\text{MaskedAttention}(H_{l-1}))",
        "H_l = \\text{LayerNorm}(A_l + \\text{FFN}(A_l))",
      ],
    },
  ],
  [
    "Simplified notation (Pre-Norm form",
    {
      tex: [
        "A_l = H_{l-1} + \\text{MaskedAttention}(\\text{LayerNorm}(H_{l-1}))",
        "H_l = A_l + \\text{FFN}(\\text{LayerNorm}(A_l))",
      ],
    },
  ],
  [
    "For a sequence of length",
    {
      tex: [
        "M_{ij} = 0 \\, \\text{for} \\, j \\le i",
        "M_{ij} = -\\infty \\, \\text{for} \\, j > i",
      ],
    },
  ],
  [
    "The Masked Self-Attention computation",
    {
      tex: [
        "\\text{Attention}(Q, K, V) = \\text{softmax}(\\frac{Q K^\\top}{\\sqrt{d_k}} + M) \\, V",
      ],
    },
  ],
  ["GPT's input processing is similar", { tex: ["H_0 = x W_e + W_p"] }],
  ["The FFN in each layer", { tex: ["\\text{FFN}(x) = \\text{GELU}(x W_1 + b_1) W_2 + b_2"] }],
  [
    "Note that GPT uses the GELU",
    {
      tex: [
        "\\text{GELU}(x) = x \\Phi(x) \\approx \\frac{x}{2} (1 + \\tanh(\\sqrt{\\frac{2}{\\pi}} (x + 0.044715 x^3)))",
      ],
    },
  ],
  [
    "The core idea of GPT is to decompose",
    { tex: [`P(x_1, \\ldots, x_n) = \\prod_{t=1}^{n} P(x_t \\mid ${GIVEN})`] },
  ],
  [
    "At each step, the model predicts",
    { tex: ["P(x_{i+1} \\mid x_1, \\ldots, x_i) = \\text{softmax}(h_L^{(i)} W_e^\\top)"] },
  ],
  [
    "Given a corpus",
    { tex: ["L(\\theta) = \\sum_{i=1}^{n} \\log P(u_i \\mid u_1, \\ldots, u_{i-1}; \\theta)"] },
  ],
  [
    "Equivalently, minimize",
    { tex: ["-\\frac{1}{n} \\sum_{i=1}^{n} \\log P(u_i \\mid u_1, \\ldots, u_{i-1}; \\theta)"] },
  ],
  [
    "Language models are typically evaluated",
    { tex: [`\\text{PPL} = \\exp(-\\frac{1}{n} \\sum_{t=1}^{n} \\log P(x_t \\mid ${GIVEN}))`] },
  ],
  [
    "During fine-tuning, GPT-1 uses",
    { tex: ["L = L_{\\text{task}} + \\lambda L_{\\text{language}}"] },
  ],
  [
    "Select the highest-probability token",
    { tex: [`x_t = \\text{argmax}_x \\, P(x \\mid ${GIVEN})`] },
  ],
  [
    "Maintain \\(k\\) (beam width)",
    { tex: [`\\log P(x_1, \\ldots, x_n) = \\sum_{t=1}^{n} \\log P(x_t \\mid ${GIVEN})`] },
  ],
  [
    "Sample from the \\(k\\) highest",
    { tex: ["P_k(x) = \\frac{P(x)}{\\sum_{v \\in V_k} P(v)} \\, \\text{for} \\, x \\in V_k"] },
  ],
  ["Select the smallest set of tokens", { tex: [`\\sum_{x \\in V_p} P(x \\mid ${GIVEN}) \\ge p`] }],
  [
    'Adjust the "sharpness"',
    { tex: ["P_\\tau(x_i) = \\frac{\\exp(z_i / \\tau)}{\\sum_j \\exp(z_j / \\tau)}"] },
  ],
  ["Assume that after Token Embedding", { page: "forward" }],
  ["First compute", { page: "forward" }],
  ["Divide by", { page: "forward" }],
  ["Set the upper-triangular entries", { page: "forward" }],
  [
    "OpenAI's research (Kaplan",
    {
      tex: ["N", "D", "C"].map(
        (name) => `L(${name}) = (\\frac{${name}_c}{${name}})^{\\alpha_${name}}`,
      ),
    },
  ],
];

/** What stood after this line of the note and was lost. */
export function lostAfter(line: string): Lost | null {
  return AFTER.find(([start]) => line.startsWith(start))?.[1] ?? null;
}

/** The beginnings of those lines, for the test that each stands in the note. */
export const LOST_AFTER = AFTER.map(([start]) => start);
