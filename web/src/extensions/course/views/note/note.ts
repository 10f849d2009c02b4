// The lecture note as the page shows it: set in sections, lists, tables and figures, its slips marked.
// No word of it is changed; `note/gpt-note.txt` is what came.

import { lostAfter, type Lost } from "./lost";
import { SECTIONS } from "../../noteAddress";
import { LESSONS } from "../lessons/lessons";

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
  forward: {
    section: 5,
    quote: "\\(\\text{softmax}([0.520, 0.715, 0.835, 0.950]) \\approx [0.19, 0.23, 0.26, 0.29]\\)",
  },
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

/** A point of a list, with the points under it. */
export interface Item {
  pieces: Piece[];
  under: Piece[][];
}

/** What the note's lines make together; `drawn` lines are figures in letters and hold their blanks. */
export type Block =
  | { kind: "head"; pieces: Piece[] }
  | { kind: "text"; pieces: Piece[]; lost: Lost | null }
  | { kind: "list"; items: Item[] }
  | { kind: "table"; head: Piece[][]; rows: Piece[][][] }
  | { kind: "drawn"; lines: Piece[][] };

export interface Section {
  title: string;
  blocks: Block[];
}

const RULE = /^\|(---\|)+$/; // under a table's head
const NESTED = " - "; // before the points under a point, which the transcript put on one line

/** A line of a figure: Chinese, or it begins with a rule, a letter's column or a bracket. */
const DRAWN =
  /\p{Script=Han}|^(\||\+|v( v)*$|token\d |\[\S+\] |P\(|GPT-1 GPT-2|\d+M |"?Review: |(Zero|One|Few)-shot:$|CoT Prompting:$|A: 11$)/u;

/** The text in its sections, no line lost but empty ones. */
export function sections(text: string): Section[] {
  const result: { title: string; lines: string[] }[] = [];
  for (const line of text.split("\n").filter((item) => item.trim() !== "")) {
    const title = SECTIONS[result.length];
    if (line === title) result.push({ title, lines: [] });
    else result.at(-1)?.lines.push(line);
  }
  return result.map(({ title, lines }) => ({ title, blocks: blocksOf(lines) }));
}

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const last = blocks.at(-1);
    if (RULE.test(lines[at + 1] ?? "")) {
      blocks.push({ kind: "table", head: cells(line), rows: [] });
      at += 1;
    } else if (last?.kind === "table" && line.startsWith("|")) last.rows.push(cells(line));
    else if (DRAWN.test(line)) {
      if (last?.kind === "drawn") last.lines.push(marked(line));
      else blocks.push({ kind: "drawn", lines: [marked(line)] });
    } else if (line === "-" || line.startsWith("- ")) {
      const item = itemOf(line === "-" ? (lines[(at += 1)] ?? "") : line.slice(2));
      if (last?.kind === "list") last.items.push(item);
      else blocks.push({ kind: "list", items: [item] });
    } else if (HEADS.has(line)) blocks.push({ kind: "head", pieces: marked(line) });
    else blocks.push({ kind: "text", pieces: marked(line), lost: lostAfter(line) });
  }
  return blocks;
}

function cells(row: string): Piece[][] {
  return row
    .slice(1, -1)
    .split("|")
    .map((cell) => marked(cell.trim()));
}

function itemOf(line: string): Item {
  const [first = "", ...under] = line.split(NESTED);
  return { pieces: marked(first), under: under.map(marked) };
}

/** The slips that a block or a point holds, each once. */
export function slipsIn(lines: readonly (readonly Piece[])[]): CorrectedBy[] {
  const all = lines.flat().flatMap(({ slip }) => (slip === null ? [] : [slip]));
  const keys = all.map((slip) => JSON.stringify(slip));
  return all.filter((_, i) => keys.indexOf(keys[i] ?? "") === i);
}

/** A text in its parts: those between \\( and \\) are formulas in TeX. */
export function inline(text: string): { text: string; tex: boolean }[] {
  return text
    .split(/\\\((.+?)\\\)/)
    .map((part, i) => ({ text: part, tex: i % 2 === 1 }))
    .filter((part) => part.text !== "");
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
