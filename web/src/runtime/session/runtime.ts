// onnxruntime-web: a build for the processor, and one for graphics cards that is twice as large.
// Only the one that is asked for is fetched.

import type * as ort from "onnxruntime-web";
import type { Provider } from "./adapter";

/** Where onnxruntime's own two files lie. */
export interface RuntimeFiles {
  mjs: string;
  wasm: string;
}

export interface Runtime {
  ort: typeof ort;
  files?: RuntimeFiles; // absent: beside its script
}

export async function runtime(provider: Provider): Promise<Runtime> {
  const { build } = await (provider === "webgpu"
    ? import("./webgpuRuntime")
    : import("./wasmRuntime"));
  const whole = (file: string) => new URL(file, location.href).href;
  const { ort, files } = build;
  return { ort, files: { mjs: whole(files.mjs), wasm: whole(files.wasm) } };
}
