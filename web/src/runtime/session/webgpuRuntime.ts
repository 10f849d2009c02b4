// onnxruntime-web for graphics cards, and for the processor as well: the only import of this build.
// It waits for the card by Asyncify, which every browser with WebGPU can.

import * as ort from "onnxruntime-web/webgpu";
import mjs from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";

export const build = { ort, files: { mjs, wasm } };
