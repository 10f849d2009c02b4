// transformers.js, timed in a page: loading a model, then writing from a prompt.

import { AutoModelForCausalLM, AutoTokenizer, env } from "/transformers.min.js";

env.allowRemoteModels = false;
env.allowLocalModels = true;
env.localModelPath = "/models/";
env.useBrowserCache = false;
env.backends.onnx.wasm.wasmPaths = "/ort/";

window.measure = async (model, prompt, tokens, threads) => {
  env.backends.onnx.wasm.numThreads = threads;
  const began = performance.now();
  const tokenizer = await AutoTokenizer.from_pretrained(model);
  const loaded = await AutoModelForCausalLM.from_pretrained(model, { dtype: "fp32", device: "wasm" });
  const ready = performance.now();
  const times = [];
  const streamer = { put: () => times.push(performance.now()), end: () => undefined };
  const inputs = tokenizer(prompt);
  const limits = { max_new_tokens: tokens, min_new_tokens: tokens, do_sample: false };
  const ids = await loaded.generate({ ...inputs, ...limits, streamer });
  const [, first] = times; // the first call hands over the prompt
  return {
    ready: ready - began,
    first: first - ready,
    rate: (1000 * (times.length - 2)) / (times.at(-1) - first),
    ids: Array.from(ids.data, Number).slice(-tokens),
  };
};
