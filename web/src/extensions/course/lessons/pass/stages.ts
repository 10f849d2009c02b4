// The stages of a pass through one layer, and how each number of one is made of those before it.

import type { Stage, Traced } from "../../../../core/api/trace";

/** How the numbers of a stage are made. */
export type Making =
  | { kind: "map"; matrix: string; read: Stage; from: number } // rows of a matrix times what is read
  | { kind: "norm"; of: Stage; norm: string }
  | { kind: "sum"; of: readonly [Stage, Stage] }
  | { kind: "shares" } // values by the shares of attention
  | { kind: "activation" }
  | { kind: "before" } // what the layer before left, or the embedding
  | { kind: "unknown" }; // this model's layer is built in another way

const ORDER = [
  "stream",
  "attention_in",
  "query_map",
  "key_map",
  "value_map",
  "mixed",
  "attention_out",
  "middle",
  "ffn_in",
  "ffn_gate",
  "ffn_up",
  "ffn_hidden",
  "ffn_out",
  "after",
  "head_in",
  "logits",
] as const satisfies readonly Stage[];

/** What there is of a layer, in the order of the pass. */
export function stagesOf(traced: Traced): Stage[] {
  return ORDER.filter((stage) => traced.has(stage));
}

export function makingOf(stage: Stage, traced: Traced): Making {
  const { layer, tied } = traced.header;
  const map = (part: string, read: Stage): Making => {
    return { kind: "map", matrix: `layers.${layer}.${part}`, read, from: 0 };
  };
  const plain = traced.has("middle"); // one norm before each part, one part after the other
  switch (stage) {
    case "stream":
      return { kind: "before" };
    case "attention_in":
      return plain ? { kind: "norm", of: "stream", norm: "attention_norm" } : { kind: "unknown" };
    case "query_map":
      return map("attention.query", "attention_in");
    case "key_map":
      return map("attention.key", "attention_in");
    case "value_map":
      return map("attention.value", "attention_in");
    case "mixed":
      return { kind: "shares" };
    case "attention_out":
      return map("attention.output", "mixed");
    case "middle":
      return { kind: "sum", of: ["stream", "attention_out"] };
    case "ffn_in":
      return plain ? { kind: "norm", of: "middle", norm: "ffn_norm" } : { kind: "unknown" };
    case "ffn_gate":
      return map("ffn.gate", "ffn_in");
    case "ffn_up":
      return map("ffn.up", "ffn_in");
    case "ffn_hidden":
      return { kind: "activation" };
    case "ffn_out":
      return map("ffn.down", "ffn_hidden");
    case "after":
      return plain ? { kind: "sum", of: ["middle", "ffn_out"] } : { kind: "unknown" };
    case "head_in":
      return traced.norm("final_norm.weight")
        ? { kind: "norm", of: "stream", norm: "final_norm" }
        : { kind: "unknown" };
    case "logits":
      return { kind: "map", matrix: tied ? "embedding" : "head", read: "head_in", from: 0 };
  }
}

/** How often a weight is multiplied for one token at a stage: rows of a matrix times what it reads. */
export function products(stage: Stage, traced: Traced): number {
  const made = makingOf(stage, traced);
  return made.kind === "map" ? traced.row(stage, 0).length * traced.row(made.read, 0).length : 0;
}

/** What a norm makes of one number. */
export interface Normed {
  x: number;
  mean: number; // 0 where the norm takes none off
  root: number; // of the variance, or of the mean square, plus epsilon
  weight: number;
  bias: number | null;
  y: number;
}

export function normed(traced: Traced, of: Stage, norm: string, token: number, i: number): Normed {
  const row = traced.row(of, token);
  const isLayer = traced.header.norm === "layer";
  const mean = isLayer ? row.reduce((sum, x) => sum + x, 0) / row.length : 0;
  const square = row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / row.length;
  const root = Math.sqrt(square + traced.header.norm_epsilon);
  const weight = traced.norm(`${norm}.weight`)?.[i] ?? 1;
  const bias = isLayer ? (traced.norm(`${norm}.bias`)?.[i] ?? 0) : null;
  const x = row[i] ?? 0;
  return { x, mean, root, weight, bias, y: ((x - mean) / root) * weight + (bias ?? 0) };
}

/** The activation of a number, by the model's own; null for one that is not known here. */
export function activated(name: string, x: number): number | null {
  switch (name) {
    case "silu":
      return x / (1 + Math.exp(-x));
    case "quick_gelu":
      return x / (1 + Math.exp(-1.702 * x));
    case "relu":
      return Math.max(0, x);
    case "gelu_tanh":
      return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
    default:
      return null;
  }
}

/** The likeliest places of a row of logits, with their probabilities over the whole vocabulary. */
export function likeliest(logits: Float32Array, count: number): { id: number; p: number }[] {
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const sum = logits.reduce((total, z) => total + Math.exp(z - most), 0);
  const ids = Array.from(logits.keys()).sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0));
  return ids.slice(0, count).map((id) => ({ id, p: Math.exp((logits[id] ?? 0) - most) / sum }));
}
