// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const gap = "with-minus-without[pre-norm]";
const interval = `{${gap} 3} nats a token (95 % from {${gap}.low 3} to {${gap}.high 3})`;

export const words = {
  text: [
    "A GPT is one block, repeated. A token’s vector runs through all of them; each adds to it twice. Attention adds what the tokens before it hold, the feed-forward part what it computes from this one alone.",
    "GPT-1 and BERT norm after each sum; GPT-2 and Llama before each part, and once at the end. BERT’s block is GPT-1’s: only its mask hides nothing. Llama gates the feed-forward part and has no biases.",
    "The original Transformer’s decoder translates, so it has a third part, cross-attention to the source. GPT left it out, and with it 4d² + 4d weights a block, 2d more for its norm. With no source it would only add its output’s bias.",
  ],
  corrections: [
    {
      claim:
        "“Added an extra LayerNorm after the final Self-Attention layer”; weights scaled by 1/√N, “N = number of layers”.",
      right:
        "The last norm stands after the final block, behind its feed-forward part too. N is the number of residual layers; implementations read that as two a block.",
      source: "Radford et al. 2019, section 2.3.",
    },
  ],
  opposite:
    "Parts that do not add up. They do, to the last weight: GPT-2 small has 124 439 808 here and in its published file; its paper’s 117 M were miscounted.",
  try: "Count a shape of your own",
  formula:
    "h is a token’s vector as the block gets it. a is h plus attention of the norm of h. b, what the block gives, is a plus the feed-forward part of the norm of a.",
  experiment: {
    ...STATED,
    outcomes: {
      held: `With an output bias the layer changes the loss by ${interval}; without one by {largest[pre-norm, no bias] 6} at most, which is rounding. Post-norm, where the layer’s norm stays: {with-minus-without[post-norm] 3}.`,
      refuted: `Before training the losses are equal to the last digit. After it they differ by up to {largest[pre-norm, no bias] 2} nats in a seed without a bias, where nothing at all is added; with one by ${interval}. The rule took rounding to stay small, and it does not: in the seed tried, one weight changed in its last bits moved the loss by more than the layer did. So the rule judged rounding more than the layer.`,
      null: `With an output bias the layer changes the loss by ${interval}: the interval holds 0.05 or −0.05.`,
    },
  },
  figure: {
    kind: "Built like",
    kinds: { "gpt-1": "GPT-1", "gpt-2": "GPT-2, 3", bert: "BERT", llama: "Llama" },
    size: "Shape",
    reading: { width: "width as printed", heads: "heads as printed" },
    cross: "With cross-attention",
    caption: (name: string) => `The block of ${name}, part by part`,
    repeated: (n: string) => `× ${n}`,
    groups: {
      attention: "Masked self-attention",
      seeing: "Self-attention, no mask",
      cross: "Cross-attention",
      ffn: "Feed-forward",
    },
    source: "K, V from the source",
    columns: {
      part: "Part",
      parameters: "Parameters",
      flops: "FLOPs a token",
      bytes: "Bytes, fp16",
    },
    tied: "0 (tied)",
    block: "One block",
    blocks: (n: string) => `All ${n} blocks`,
    whole: "All of it",
    full: (context: string) =>
      `FLOPs of a token that sees a full context of ${context}; sums, norms and biases are not counted.`,
    published: (count: string, source: string) => `Published: ${count}. ${source}.`,
    adds: (part: string, norm: string, all: string) =>
      `Cross-attention adds ${part} weights to a block and ${norm} for its norm, ${all} in all blocks.`,
    numbers: (parameters: string, flops: string, size: string) =>
      `${parameters} parameters, ${flops} FLOPs a token, ${size} in fp16.`,
    hint: "Point at a part, or choose its name in the table.",
    short: {
      query: "Q",
      key: "K",
      value: "V",
      mix: "softmax(QKᵀ/√d) V",
      output: "output",
      norm: "norm",
      gate: "gate",
      up: "up",
      activation: "activation",
      down: "down",
      embedding: "token",
      position: "position",
      segment: "segment",
      head: "head, softmax",
      pooler: "pooler",
    },
    names: {
      attention_norm: "Norm of attention",
      query: "Query",
      key: "Key",
      value: "Value",
      query_norm: "Norm of queries",
      key_norm: "Norm of keys",
      attention_out_norm: "Norm of what attention adds",
      mix: "Scores and weighted sum",
      output: "Output",
      cross_norm: "Norm of cross-attention",
      cross_query: "Cross: query",
      cross_key: "Cross: key",
      cross_value: "Cross: value",
      cross_mix: "Cross: scores and sum",
      cross_output: "Cross: output",
      ffn_norm: "Norm of feed-forward",
      ffn_out_norm: "Norm of what feed-forward adds",
      gate: "Gate",
      up: "Up",
      activation: "Activation",
      down: "Down",
      embedding: "Token embedding",
      position: "Position embedding",
      segment: "Segment embedding",
      embedding_norm: "Norm of embeddings",
      final_norm: "Last norm",
      head: "Head",
      pooler: "Pooler",
    },
    does: {
      norm: "Brings a vector to mean 0 and variance 1, then scales and shifts it, number by number (Llama: to mean square 1, then scales).",
      query: "What this token asks for, one vector a head.",
      key: "What this token can be found by.",
      value: "What this token gives where it is found.",
      mix: "Every query against the keys of its own place and of earlier ones (BERT: of all), softmax, then the mean of the values by these weights. It has no weights of its own.",
      output: "Puts the heads together and back into the token’s vector.",
      cross: "As in self-attention, but keys and values come from the source.",
      gate: "What of “up” is let through, number by number.",
      up: "From the width to four times as much (Llama: 8/3).",
      activation: "GELU; SiLU in Llama. Without it all of this were one matrix.",
      down: "Back to the width.",
      embedding: "A row for every token of the vocabulary.",
      position: "A row for every place. Llama turns queries and keys instead, and needs none.",
      segment: "First sentence or second.",
      head: "Every token’s logit. Where it is tied, its matrix is the token embedding.",
      pooler: "Reads BERT’s first token, for whole texts.",
    },
  },
};
