// One layer of a transformer taken apart: parameters and FLOPs of every part, and of what stands
// around the layers. tests/contract/block.json holds the same, counted tensor by tensor.

/** What decides the counts; the names are those of the server's `ModelConfig`. */
export interface BlockShape {
  vocabulary: number;
  context: number;
  layers: number;
  width: number;
  heads: number;
  kv_heads: number;
  head_size: number;
  ffn_width: number;
  norm: "layer" | "rms";
  positions: "learned" | "rotary";
  activation: "gelu" | "gelu_tanh" | "quick_gelu" | "silu" | "relu";
  gated: boolean;
  tied: boolean;
  attention_bias?: boolean;
  output_bias?: boolean;
  ffn_bias?: boolean;
  norm_first?: boolean; // else the norm stands after each sum, and there is none at the end
  bidirectional?: boolean;
  segments?: number;
  embedding_norm?: boolean;
  head_norm?: "none" | "head" | "width"; // queries and keys are normed, a head alone or all as one
  part_norms?: "in" | "out" | "both"; // of what a part reads, of what it adds, or of both
  parallel?: "no" | "two norms" | "one norm"; // both parts read the same stream
  head_bias?: boolean;
}

export const ATTENTION = ["query", "key", "value", "mix", "output"] as const;
export const FFN = ["gate", "up", "activation", "down"] as const;
type AttentionPart = (typeof ATTENTION)[number];
export type BlockPart =
  | "attention_norm"
  | AttentionPart
  | "query_norm"
  | "key_norm"
  | "attention_out_norm"
  | "cross_norm"
  | `cross_${AttentionPart}`
  | "ffn_norm"
  | (typeof FFN)[number]
  | "ffn_out_norm";
export type OutsidePart =
  "embedding" | "position" | "segment" | "embedding_norm" | "final_norm" | "head" | "pooler";
export type PartName = BlockPart | OutsidePart;

/** FLOPs of one token that attends to a full context; biases and norms count none. */
export interface Part<Name = PartName> {
  name: Name;
  parameters: number;
  flops: number;
}

/** The parts of one layer in the order of the forward pass, but that a norm stands with its part. */
export function blockParts(shape: BlockShape, cross: boolean): Part<BlockPart>[] {
  const { width, ffn_width: feed, ffn_bias: bias = false } = shape;
  const { ins, outs, shared } = norms(shape);
  const parts: Part<BlockPart>[] = ins ? [norm("attention_norm", shape)] : [];
  parts.push(...attention(shape, ""), ...headNorms(shape));
  if (outs) parts.push(norm("attention_out_norm", shape));
  if (cross) parts.push(norm("cross_norm", shape), ...attention(shape, "cross_"));
  if (ins && !shared) parts.push(norm("ffn_norm", shape));
  if (shape.gated) parts.push(linear("gate", width, feed, bias));
  parts.push(linear("up", width, feed, bias), { name: "activation", parameters: 0, flops: 0 });
  parts.push(linear("down", feed, width, bias));
  return outs ? [...parts, norm("ffn_out_norm", shape)] : parts;
}

/** Which norms a layer has: before its parts (or after the sums), on what they add; `shared`: both
 * parts read one. */
export function norms(shape: Pick<BlockShape, "part_norms" | "parallel">): {
  ins: boolean;
  outs: boolean;
  shared: boolean;
} {
  const { part_norms: where = "in", parallel = "no" } = shape;
  return { ins: where !== "out", outs: where !== "in", shared: parallel === "one norm" };
}

function headNorms(shape: BlockShape): Part<BlockPart>[] {
  const { head_norm: kind = "none", head_size: size } = shape;
  if (kind === "none") return [];
  const [queries, keys] = kind === "head" ? [1, 1] : [shape.heads, shape.kv_heads];
  return [
    norm("query_norm", { ...shape, width: queries * size }),
    norm("key_norm", { ...shape, width: keys * size }),
  ];
}

/** `prefix`: of cross-attention, whose source is as long as the context. */
function attention(shape: BlockShape, prefix: "" | "cross_"): Part<BlockPart>[] {
  const named = (part: AttentionPart): BlockPart => `${prefix}${part}`;
  const { width, head_size: size, attention_bias: bias = false } = shape;
  const [queries, keys] = [shape.heads * size, shape.kv_heads * size];
  return [
    linear(named("query"), width, queries, bias),
    linear(named("key"), width, keys, bias),
    linear(named("value"), width, keys, bias),
    { name: named("mix"), parameters: 0, flops: 4 * shape.context * queries },
    linear(named("output"), queries, width, shape.output_bias ?? false),
  ];
}

/** What stands before and after the layers. `pooler`: BERT's, which is run once a text. */
export function outsideParts(
  shape: BlockShape,
  { generates, pooler }: { generates: boolean; pooler: boolean },
): Part<OutsidePart>[] {
  const { vocabulary: V, width: D, context: C, segments = 0 } = shape;
  const table = (name: OutsidePart, rows: number) => ({ name, parameters: rows * D, flops: 0 });
  const parts = [table("embedding", V)];
  if (shape.positions === "learned") parts.push(table("position", C));
  if (segments > 0) parts.push(table("segment", segments));
  if (shape.embedding_norm) parts.push(norm("embedding_norm", shape));
  if (shape.norm_first ?? true) parts.push(norm("final_norm", shape));
  const own = (shape.tied ? 0 : V * D) + (shape.head_bias ? V : 0);
  if (generates) parts.push({ name: "head", parameters: own, flops: 2 * V * D });
  if (pooler) parts.push({ name: "pooler", parameters: D * D + D, flops: 0 });
  return parts;
}

function linear<Name>(name: Name, into: number, out: number, bias: boolean): Part<Name> {
  return { name, parameters: into * out + (bias ? out : 0), flops: 2 * into * out };
}

function norm<Name>(name: Name, { width, norm: kind }: BlockShape): Part<Name> {
  return { name, parameters: kind === "layer" ? 2 * width : width, flops: 0 };
}

export function total(parts: readonly Part[]): { parameters: number; flops: number } {
  return {
    parameters: parts.reduce((sum, part) => sum + part.parameters, 0),
    flops: parts.reduce((sum, part) => sum + part.flops, 0),
  };
}

/** All layers and what stands around them. */
export function whole(
  layers: number,
  block: readonly Part[],
  outside: readonly Part[],
): { parameters: number; flops: number } {
  const [item, rest] = [total(block), total(outside)];
  return {
    parameters: layers * item.parameters + rest.parameters,
    flops: layers * item.flops + rest.flops,
  };
}
