// Which of a model's graphs runs on what.

import { describe, expect, it } from "vitest";
import type { Manifest } from "../api";
import { bitsOf, browserBytes, browserFiles, browserGraph } from "./folder";

const halves = (file: string) => ({
  ...{ file, weights: ["weights.fp16.bin"] },
  precision: "fp16 weights, fp32 arithmetic",
});
const blocks = {
  ...{ file: "native.onnx", weights: ["weights.int8.bin"] },
  precision: "int8 blocks of 64 and 32, accuracy level 4",
};
const file = (bytes: number) => ({ bytes, sha256: String(bytes) });

function model(graphs: Manifest["graphs"], task = "causal-lm"): Manifest {
  const files = {
    ...{ "tokenizer.json": file(1), "native.onnx": file(2), "web.onnx": file(4) },
    ...{ "weights.int8.bin": file(100), "weights.fp16.bin": file(200) },
  };
  return { id: "some", task, graphs, files } as unknown as Manifest;
}

const imported = model({ native: blocks, web: halves("web.onnx") });
const house = model({ native: halves("native.onnx") });

describe("a model's graph", () => {
  it("has 8-bit blocks on a card, and halves on the processor", () => {
    const [card, processor] = [browserGraph(imported, "webgpu"), browserGraph(imported, "wasm")];
    expect([card?.file, processor?.file]).toEqual(["native.onnx", "web.onnx"]);
    expect([card, processor].map((graph) => graph && bitsOf(graph))).toEqual([8, 16]);
    expect([browserBytes(imported, "webgpu"), browserBytes(imported, "wasm")]).toEqual([103, 205]);
  });

  it("is the same on both where the model is kept in halves", () => {
    expect(browserFiles(house, "webgpu")).toEqual(browserFiles(house, "wasm"));
    expect(bitsOf(house.graphs.native ?? blocks)).toBe(16);
  });

  it("is none where there is none for it, or the model writes no text", () => {
    expect(browserGraph(model({ native: blocks }), "wasm")).toBe(null);
    expect(browserFiles(model({ portable: blocks }), "webgpu")).toEqual([]);
    expect(browserGraph(model({ native: blocks }, "masked-lm"), "webgpu")).toBe(null);
  });
});
