// onnxruntime-web for the processor: the only import of this build.

import * as ort from "onnxruntime-web/wasm";
import mjs from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";

export const build = { ort, files: { mjs, wasm } };
