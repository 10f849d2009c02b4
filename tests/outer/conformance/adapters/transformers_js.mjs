// transformers.js in Node.js: it loads Hugging Face's layout and keeps the cache itself.
import { basename, dirname } from "node:path";

import { load, version } from "./packages.mjs";
import { serve } from "./protocol.mjs";

const name = "@huggingface/transformers";
const hub = await load(name, "dist/transformers.node.mjs");
hub.env.allowRemoteModels = false;
const DTYPES = { "model.onnx": "fp32", "model_quantized.onnx": "q8" };

class Model {
  constructor(model) {
    this.model = model;
    this.done = 0;
  }

  async read(ids) {
    this.done += ids.length;
    const { logits, ...present } = await this.model({
      input_ids: int64(ids),
      attention_mask: int64(Array(this.done).fill(1)),
      past_key_values: this.past,
    });
    const named = Object.entries(present).map(([key, value]) => [
      key.replace("present", "past_key_values"),
      value,
    ]);
    this.past = new hub.DynamicCache(Object.fromEntries(named));
    return logits;
  }
}

function int64(values) {
  return new hub.Tensor("int64", BigInt64Array.from(values, BigInt), [1, values.length]);
}

await serve({ [name]: version(name) }, async (task) => {
  const folder = dirname(dirname(task.graph)); // the graph lies in its onnx/
  hub.env.localModelPath = dirname(folder);
  const kind = task.interface === "whole" ? hub.AutoModelForMaskedLM : hub.AutoModelForCausalLM;
  const dtype = DTYPES[basename(task.graph)];
  return new Model(await kind.from_pretrained(basename(folder), { dtype, device: "cpu" }));
});
