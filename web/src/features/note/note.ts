// The lecture note as the page shows it: its text line by line, in sections, with its slips marked.
// Nothing of it is changed; `note/gpt-note.txt` is what came.

import { LESSONS } from "../lessons/lessons";

/** Its sections in order: the lines that begin them. */
export const SECTIONS = [
  "GPT (Generative Pre-trained Transformer)",
  "Background and Motivation",
  "GPT Architecture in Detail",
  "Mathematical Foundations of Autoregressive Generation",
  "Decoding Strategies",
  "Forward Pass Numerical Example",
  "Evolution of the GPT Series",
  "In-Context Learning and Prompt Engineering",
  "GPT vs. BERT Comparison",
  "Scaling Laws and Insights from GPT",
  "Reflections and Discussion",
] as const;

/** Lines that head what follows them inside a section. */
const HEADS = new Set([
  "From Feature Engineering to Pre-training: Why Does NLP Need Pre-training?",
  "The Core Idea of GPT-1: Unsupervised Pre-training + Supervised Fine-tuning",
  "Key Insight",
  "The Decoder-only Choice: Why Autoregressive Instead of Bidirectional?",
  "Historical Perspective",
  "Overall Architecture",
  "Differences from the Standard Transformer Decoder",
  "Change in Norm Placement",
  "Masked Self-Attention (Causal Attention)",
  "Token Embedding and Position Embedding",
  "Learned Positional Embeddings vs. Sinusoidal Positional Encodings",
  "Feed-Forward Network",
  "Chain Rule Decomposition",
  "Training Objective: Maximum Likelihood",
  "Perplexity",
  "Fine-tuning Objective (GPT-1)",
  "1. Greedy Decoding",
  "2. Beam Search",
  "3. Top-k Sampling",
  "4. Top-p (Nucleus) Sampling",
  "5. Temperature Scaling",
  "Setup",
  "Step 1: Compute Q, K, V",
  "Step 2: Compute Attention Scores",
  "Step 3: Apply the Causal Mask",
  "Step 4: Softmax (Row-wise)",
  "Step 5: Weighted Sum",
  "Observation",
  "Parameter Comparison",
  "GPT-1 (2018): Pioneer of the Pre-train + Fine-tune Paradigm",
  "GPT-2 (2019): Zero-shot and the Power of Scale",
  "A Unified View of Tasks",
  "GPT-3 (2020): The Rise of In-Context Learning",
  "GPT-4 (2023): Multimodality and Further Scaling",
  "About GPT-4 Information",
  "Definition of In-Context Learning",
  "Why Can GPT-3 Do In-Context Learning?",
  "1. Implicit Bayesian Inference",
  "2. Implicit Gradient Descent",
  "3. Connection to Meta-Learning",
  "Chain-of-Thought (CoT) Prompting",
  "Cross-Reference",
  "Why Did Decoder-only Ultimately Prevail?",
  "Kaplan Scaling Law",
  "Observing Scaling Effects Across the GPT Series",
  "GPT's Impact on AI Development",
  "Open Questions",
  "Summary",
]);

/** What corrects the note: the correction of a lesson at its place, or a page that is no lesson. */
export type CorrectedBy = { lesson: string; place: number } | { page: keyof typeof PAGE_SLIPS };

export interface Slip {
  quote: string; // as it stands in the note
  section: number; // from 0
  by: CorrectedBy;
}

/** Words of the note that are wrong, corrected on the pages beside the lessons. */
export const PAGE_SLIPS = {
  forward: { section: 5, quote: "\\approx [0.19, 0.23, 0.26, 0.29]\\)" },
  gpt4: { section: 6, quote: "Supports context windows of 8K, 32K, and even 128K tokens" },
  leaps: { section: 9, quote: "+----13x-----+----117x-----+" },
} as const;

/** Those of the pages and of every lesson's `index.ts`. */
export const SLIPS: readonly Slip[] = [
  ...Object.entries(PAGE_SLIPS).map(([page, slip]) => ({
    ...slip,
    by: { page: page as keyof typeof PAGE_SLIPS },
  })),
  ...LESSONS.flatMap(({ id, slips }) =>
    slips.flatMap(({ quotes, section }, place) =>
      quotes.map((quote) => ({ quote, section, by: { lesson: id, place } })),
    ),
  ),
];

export interface Piece {
  text: string;
  slip: CorrectedBy | null;
}

/** `drawn` lines hold their blanks: tables and figures in letters. */
export interface Line {
  kind: "head" | "drawn" | "text";
  pieces: Piece[];
}

export interface Section {
  title: string;
  lines: Line[];
}

/** A table's row, or a line of a figure: it begins with a rule, a letter's column or a bracket. */
const DRAWN =
  /^(\||\+|v( v)*$|token\d |\[\S+\] |P\(|\(1 = |GPT \(自|GPT-1 GPT-2|\d+M |\d+个任务|SOTA )/u;

/** The text in its sections, no line lost but empty ones. */
export function sections(text: string): Section[] {
  const found: Section[] = [];
  for (const line of text.split("\n").filter((item) => item.trim() !== "")) {
    const title = SECTIONS[found.length];
    if (line === title) found.push({ title, lines: [] });
    else found.at(-1)?.lines.push(lineOf(line));
  }
  return found;
}

function lineOf(line: string): Line {
  if (HEADS.has(line)) return { kind: "head", pieces: [{ text: line, slip: null }] };
  return { kind: DRAWN.test(line) ? "drawn" : "text", pieces: marked(line) };
}

function marked(line: string): Piece[] {
  const slip = SLIPS.find(({ quote }) => line.includes(quote));
  if (slip === undefined) return [{ text: line, slip: null }];
  const at = line.indexOf(slip.quote);
  const end = at + slip.quote.length;
  return [
    { text: line.slice(0, at), slip: null },
    { text: slip.quote, slip: slip.by },
    { text: line.slice(end), slip: null },
  ].filter((piece) => piece.text !== "");
}
