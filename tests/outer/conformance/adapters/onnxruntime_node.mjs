// onnxruntime's package for Node.js, on the processor.
import { availableParallelism } from "node:os";

import { load, version } from "./packages.mjs";
import { serve } from "./protocol.mjs";
import { reader } from "./reading.mjs";

const name = "onnxruntime-node";
const ort = await load(name);

await serve({ [name]: version(name) }, async (task) => {
  const options = { executionProviders: ["cpu"], intraOpNumThreads: availableParallelism() };
  return reader(ort, await ort.InferenceSession.create(task.graph, options), task);
});
