// On what a model would run in this browser: a graphics card where there is one, else the processor.
// It is asked before anything is computed, so it needs nothing of what computes.

/** onnxruntime's names of them. */
export type Provider = "webgpu" | "wasm";

/**
 * "webgpu" where the browser has an adapter that is a card's: the one in software that may stand in
 * for it is far slower than WebAssembly. A browser that knows no WebGPU has no `gpu`.
 */
export async function provider(gpu: GPU | undefined): Promise<Provider> {
  try {
    const adapter = await gpu?.requestAdapter();
    return adapter?.info.isFallbackAdapter === false ? "webgpu" : "wasm";
  } catch {
    return "wasm"; // it knows WebGPU and refuses it here
  }
}
