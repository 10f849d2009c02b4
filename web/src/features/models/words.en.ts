// The words of Models: what is installed, what was measured, what can be taken along.

import type { Architecture } from "../../core/api/api";
import { count } from "../../core/text/numbers";

/** On what a model runs, by the server's name of it; a plug-in goes by its own. */
const PLACES: Readonly<Record<string, string>> = {
  "": "on the processor",
  cpu: "on the processor",
  cuda: "on a GPU",
};

/** The layers that see a band only, from 0. */
function banded(windows: readonly number[]): string {
  const layers = windows.flatMap((size, i) => (size > 0 ? [i] : []));
  const size = Math.max(0, ...windows);
  return layers.length === 0
    ? ""
    : `, layers ${layers.join(", ")} see ${count(size)} tokens, itself included`;
}

const NORMS = { in: "", out: "each part’s output normed", both: "each part normed twice" };

/** What models after the first Llamas have besides. */
function later(a: Architecture): string {
  const result = [
    (a.head_norm ?? "none") !== "none" && "queries and keys normed",
    NORMS[a.part_norms ?? "in"],
    (a.parallel ?? "no") !== "no" && "attention and feed-forward side by side",
    (a.rotary_size ?? 0) > 0 && `${a.rotary_size} numbers of a head turned`,
    (a.unturned ?? []).length > 0 &&
      `layers ${(a.unturned ?? []).join(", ")} turned by no positions`,
    (a.local_rope_theta ?? 0) > 0 && "a rotary base of their own where there is a window",
    (a.attention_softcap ?? 0) > 0 && `scores within ±${a.attention_softcap}`,
    (a.logit_softcap ?? 0) > 0 && `logits within ±${a.logit_softcap}`,
  ];
  return result
    .filter((notice) => notice !== false && notice !== "")
    .map((notice) => `, ${notice}`)
    .join("");
}

export const models = {
  models: {
    title: "Models and training runs",
    about:
      "House models were trained for Shotglass. Exact (fp32) is installed; 8 and 16 bits are made when asked for.",
    importable: "On this machine, not imported yet",
    importableAbout:
      "These lie whole in the Hugging Face cache. The command imports one without a network.",
    cached: (name: string, bytes: number) =>
      `${name}, ${count(Math.max(1, Math.round(bytes / 1e6)))} MB of weights`,
    parameters: "Parameters",
    shape: "Shape",
    shapeOf: (a: Architecture) =>
      `${a.layers} layers of ${count(a.width)}, ${a.heads} heads of ${a.head_size} over ${a.kv_heads} key and value heads, ` +
      `feed-forward ${count(a.ffn_width)}, vocabulary ${count(a.vocabulary)}, ${a.positions === "none" ? "no" : a.positions} positions, ` +
      `${a.norm === "rms" ? "RMS norm" : "layer norm"}${a.norm_first === false ? " after each part" : ""}, ${a.tied ? "head tied to the embedding" : "a head of its own"}` +
      (a.bidirectional === true ? ", attention both ways" : "") +
      banded(a.windows ?? []) +
      later(a),
    /** How a model that others trained was made, by its name. */
    trained: {
      "SmolLM2-135M-Instruct":
        "Trained by Hugging Face on 2 trillion tokens, among them web pages chosen for what they teach (FineWeb-Edu), other filtered web pages (DCLM) and code (The Stack); then tuned to follow instructions, by examples (SFT) and by which of two answers is preferred (DPO on UltraFeedback). So says its model card; the paper is Allal et al. 2025, arXiv:2502.02737.",
    } as Record<string, string>,
    masked:
      "It fills gaps: each token sees what stands before and after it, so it cannot write on. It can be exported below.",
    fill: "Fill gaps with it",
    inside: "Look inside",
    data: "Data",
    runsTitle: "Training runs",
    run: "Run",
    read: "Tokens read",
    state: "State",
    training: "How it was trained, its curves and what it was asked",
    context: "Context",
    served: (served: number) => `${count(served)} tokens are served here`,
    contextTokens: (n: number) => `${count(n)} tokens`,
    runs: "Runs here",
    runsOn: (file: string, precision: string, provider: string) =>
      `${file} (${precision}), ${PLACES[provider] ?? `on ${provider}, a plug-in of onnxruntime`}`,
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
    facts: "Measured, and where it comes from",
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

// The words of the export card: what a model is taken along as, what was checked, how it is used.

const formats: Record<string, string> = {
  portable: "Standard operators and a cache that is handed over: any ONNX runtime runs it.",
  int8: "The same graph over 8-bit blocks, about a quarter of the size, still in standard operators.",
  native: "onnxruntime’s own fused operators: the fastest there, its cache written in place.",
  explain: "Attention, scores and hidden states come out as outputs: for looking inside.",
  hf: "A folder that optimum and transformers.js load as it is.",
  web: "For browsers without a GPU: stored in half the size, computed in fp32.",
  genai: "A folder for onnxruntime-genai, with its configuration.",
  triton: "A model of a Triton server’s repository, with its config.pbtxt.",
  gguf: "One file for llama.cpp and what is built on it: Ollama, LM Studio.",
  torch: "Weights for PyTorch: transformers loads them, to train on or to take them further.",
};

const precisions: Record<string, string> = {
  fp32: "Every weight as it is: nothing is rounded.",
  fp16: "Weights in half precision: half the size.",
  int8: "Weights in blocks of 8 bits: about a quarter of the size. What is predicted hardly changes.",
  int4: "Weights in blocks of 4 bits: the smallest. What is predicted changes; how much is measured below.",
};

const stages: Record<string, string> = {
  "Verifying the model": "Verifying the model’s files",
  "Writing weights": "Writing weights",
  "Comparing logits": "Comparing logits with the fp32 graph’s",
  "Comparing predictions": "Comparing predictions with fp32",
  Timing: "Timing it",
  "Checking the graph": "Checking the graph",
};

const checks: Record<string, string> = {
  checker: "ONNX’s own checker, in full",
  shapes: "Shape inference; inputs and outputs as promised",
  finite: "Tensors, all of finite weights",
  parity: "Largest difference of a logit from fp32, in one piece and token by token",
  kl: "Mean KL from fp32, nats",
  top1: "Same likeliest token as fp32",
};

export const exportCard = {
  exportCard: {
    title: "Export",
    about:
      "Choose what it is for. What is made is compared with the fp32 model before it is kept, and comes as one zip.",
    format: "Format",
    formats,
    precision: "Weights",
    precisions,
    press: (format: string, precision: string) => `Export ${format} in ${precision}`,
    busy: "Another export is being made.",
    progress: "How much of the export is done",
    beginning: "Starting the exporter",
    stages,
    stop: "Stop",
    download: "Download",
    ready: (file: string) => `${file} is ready to be downloaded.`,
    resumes: "a download that breaks off can be resumed",
    install:
      "Exporting needs a few packages that are not installed. Install them, then start the server again:",
    waiting: "Looking for what was exported …",
    failed: "The server did not say what can be exported.",
    again: "Ask again",
    report: {
      title: "What was checked",
      what: "Check",
      figure: "Found",
      allowed: "Allowed",
      verdict: "Verdict",
      passed: "passed",
      refused: "refused",
      measured: "measured",
      atMost: (value: string) => `≤\u202f${value}`,
      atLeast: (value: string) => `≥\u202f${value}`,
      checks,
      size: "Size of the files",
      speed: (context: number, threads: number) =>
        `${context === 0 ? "A token of a text that is read" : `A token after ${count(context)} others`}, onnxruntime on ${threads} thread${threads === 1 ? "" : "s"}`,
      milliseconds: (ms: number) => `${ms.toFixed(ms < 10 ? 2 : 1)}\u202fms`,
      weights: "Weights",
      graph: (nodes: number, opset: number, ir: number) =>
        `${count(nodes)} nodes, opset ${opset}, IR ${ir}.`,
      made: (seconds: number) =>
        `Made and checked in ${seconds.toFixed(1)}\u202fs on this computer.`,
    },
    elsewhere: {
      title: "Use it elsewhere",
      about: "Unpack the zip, put the program beside the files, and run the line at its top.",
      program: (language: string) => `The program in ${language}`,
      copy: (language: string) => `Copy the ${language}`,
      copied: "Copied.",
      notCopied: "The browser did not allow it; select the text instead.",
      other:
        "This graph has inputs of its own, which the zip’s export.json lists with their types and shapes.",
      file: "llama.cpp runs this file as it is; the zip’s README.md shows how.",
    },
  },
};
