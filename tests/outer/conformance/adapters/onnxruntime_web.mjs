// onnxruntime-web in a page: which of its builds and providers, the task says.
import { measure, reader } from "./reading.mjs";

const PACKAGE = "/packages/onnxruntime-web/dist/";

/** The logits as base64, and the seconds of the tokens written. */
export async function inPage(task) {
  const ort = await import(PACKAGE + task.build);
  ort.env.wasm.numThreads = task.threads;
  ort.env.wasm.wasmPaths = PACKAGE;
  if (task.provider === "webgpu" && !(await navigator.gpu?.requestAdapter()))
    throw new Error("this Chromium has no WebGPU adapter");
  const externalData = task.weights.map((path) => ({ path, data: `/model/${path}` }));
  const options = { executionProviders: [task.provider], externalData };
  const session = await ort.InferenceSession.create(task.graph, options);
  const { logits, seconds } = await measure(reader(ort, session, task), task);
  return { logits: await base64(logits), seconds };
}

async function base64(floats) {
  const file = new FileReader();
  const read = new Promise((resolve) => (file.onload = resolve));
  file.readAsDataURL(new Blob([floats]));
  await read;
  return file.result.split(",")[1];
}
