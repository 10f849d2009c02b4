// ONNXRUNTIME_NODE_INSTALL_CUDA=skip npm i onnxruntime-node @huggingface/tokenizers; node generate.mjs "Once upon a time"
import { readFileSync } from "node:fs";
import { Tokenizer } from "@huggingface/tokenizers";
import ort from "onnxruntime-node";

const model = await ort.InferenceSession.create("portable.onnx");
const tokenizer = new Tokenizer(JSON.parse(readFileSync("tokenizer.json", "utf-8")), {});
const int64 = (values) => new ort.Tensor("int64", values.map(BigInt), [1, values.length]);
const caches = model.inputMetadata.slice(3); // after input_ids, attention_mask and position_ids
let past = caches.map(
  ({ shape: [, heads, , size] }) => new ort.Tensor("float32", [], [1, heads, 0, size]),
);
let ids = tokenizer.encode(process.argv[2]).ids;
let fresh = ids;
for (let step = 0; step < 12; step++) {
  // greedy; manifest.json has the stop_ids
  const feeds = { input_ids: int64(fresh), attention_mask: int64(ids.map(() => 1)) };
  feeds.position_ids = int64([...ids.keys()].slice(-fresh.length));
  caches.forEach(({ name }, i) => (feeds[name] = past[i]));
  const made = await model.run(feeds);
  past = caches.map(({ name }) => made[name.replace("past_key_values", "present")]);
  const last = made.logits.data.slice(-made.logits.dims[2]);
  fresh = [last.indexOf(Math.max(...last))];
  ids = ids.concat(fresh);
}
console.log(tokenizer.decode(ids));
