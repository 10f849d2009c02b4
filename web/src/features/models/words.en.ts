// The words of Models: what is installed, what was measured, what can be taken along.

import type { Architecture } from "../../core/api/api";
import { count } from "../../core/text/numbers";

/** The layers that see a band only. */
function banded(windows: readonly number[]): string {
  const layers = windows.flatMap((size, i) => (size > 0 ? [i + 1] : []));
  const size = Math.max(0, ...windows);
  return layers.length === 0
    ? ""
    : `, layers ${layers.join(", ")} see ${count(size)} tokens, itself included`;
}

export const models = {
  models: {
    documentTitle: "Models · Shotglass",
    title: "What is installed, and what was measured",
    about:
      "A model is a folder of files. Each file below can be taken along and runs elsewhere. Exact is what is installed; copies in 8 or 16 bits are made when they are first asked for.",
    parameters: "Parameters",
    shape: "Shape",
    shapeOf: (a: Architecture) =>
      `${a.layers} layers of ${count(a.width)}, ${a.heads} heads of ${a.head_size} over ${a.kv_heads} key and value heads, ` +
      `feed-forward ${count(a.ffn_width)}, vocabulary ${count(a.vocabulary)}, ${a.positions} positions, ` +
      `${a.norm === "rms" ? "RMS norm" : "layer norm"}${a.norm_first === false ? " after each part" : ""}, ${a.tied ? "head tied to the embedding" : "a head of its own"}` +
      (a.bidirectional === true ? ", attention both ways" : "") +
      banded(a.windows ?? []),
    masked:
      "It fills gaps: each token sees what stands before and after it. So it cannot write on, and no view can prompt it; it can be taken along below.",
    data: "Data",
    training: "How it was trained, its curves and its k-shot table",
    context: "Context",
    served: (served: number) => `${count(served)} tokens are served here`,
    contextTokens: (n: number) => `${count(n)} tokens`,
    runs: "Runs here",
    runsOn: (file: string, precision: string, provider: string) =>
      `${file} (${precision}), ${provider === "cuda" ? "on a GPU" : "on the processor"}`,
    licence: "Licence",
    languages: "Languages",
    notes: "Good to know",
    provenance: "Where it comes from",
    parity: "Parity, measured at import",
    quality: "Quality, measured when it was made",
    measured: {
      native: "8-bit",
      "native-fp16": "fp16",
      web: "fp16, in browsers",
      points: "probabilities of 1\u202f% or more, points off",
      n: "compared",
      median: "median",
      p90: "90th percentile",
      max: "at most",
      left_out: "left out, since",
      text: "text",
      name: "name",
      sha256: "sha256",
      tokens: "tokens",
      window: "tokens seen at once",
      positions: "places compared",
      against: "compared with",
      graphs: "graphs compared",
      max_logit_difference: "largest difference of a logit",
      mean_kl_nats: "mean KL from fp32, nats",
      max_kl_nats: "largest KL, nats",
      top1_agreement: "same likeliest token",
      perplexity: "perplexity",
      perplexity_reference: "perplexity in fp32",
      tensor_types: "tensors of type",
    } as Record<string, string>,
    files: "Files",
    file: "File",
    size: "Size",
    digest: "SHA-256",
    downloads: "Downloads, as installed",
    downloadsAbout:
      "One zip each, uncompressed: the graph, its weights, the tokenizer and the manifest. Bare onnxruntime runs it. A download that breaks off can be resumed.",
    downloadWord: "Download",
    download: (format: string) => `Download ${format}`,
    format: "Format",
    precision: "Weights",
    status: { ready: "ready", loading: "loading", idle: "not loaded", failed: "failed" },
    isDefault: "the one this page uses",
    loading: "Reading the model’s manifest …",
  },
};
