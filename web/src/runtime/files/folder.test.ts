// Which of a model's graphs runs on what.

import { describe, expect, it } from "vitest";
import type { Manifest } from "../../core/api/api";
import { browserBytes, browserFiles, browserGraph, browserNumbers, providerFor } from "./folder";

const halves = (file: string) => ({
  ...{ file, weights: ["weights.fp16.bin"] },
  precision: "fp16 weights, fp32 arithmetic",
});
const blocks = {
  ...{ file: "native.onnx", weights: ["weights.int8.bin"] },
  precision: "int8 blocks of 64 and 32, accuracy level 4",
};
const file = (bytes: number) => ({ bytes, sha256: String(bytes) });

const points = { n: 900, median: 0.01, p90: 0.02, max: 0.1 };
const measured = { positions: 2048, points };
const off = { ...points, tokens: 2048 };

function model(graphs: Manifest["graphs"], task = "causal-lm"): Manifest {
  const files = {
    ...{ "tokenizer.json": file(1), "native.onnx": file(2), "web.onnx": file(4) },
    ...{ "weights.int8.bin": file(100), "weights.fp16.bin": file(200) },
  };
  const quality = { web: measured, native: measured };
  return { id: "some", task, graphs, files, quality } as unknown as Manifest;
}

const imported = model({ native: blocks, web: halves("web.onnx") });
const house = model({ native: halves("native.onnx") });

describe("a model's graph", () => {
  it("has 8-bit blocks on a card, and halves on the processor", () => {
    const [card, processor] = [browserGraph(imported, "webgpu"), browserGraph(imported, "wasm")];
    expect([card?.file, processor?.file]).toEqual(["native.onnx", "web.onnx"]);
    expect([browserBytes(imported, "webgpu"), browserBytes(imported, "wasm")]).toEqual([103, 205]);
  });

  it("is the same on both where the model is kept in halves", () => {
    expect(browserFiles(house, "webgpu")).toEqual(browserFiles(house, "wasm"));
  });

  it("is none where there is none for it, or the model writes no text", () => {
    expect(browserGraph(model({ native: blocks }), "wasm")).toBe(null);
    expect(browserFiles(model({ portable: blocks }), "webgpu")).toEqual([]);
    expect(browserGraph(model({ native: blocks }, "masked-lm"), "webgpu")).toBe(null);
  });
});

describe("how a browser's figures come about", () => {
  it("is told with how far off the graph was when it was made", () => {
    expect(browserNumbers(imported, "webgpu")).toEqual({ as: "int8", off });
    expect(browserNumbers(imported, "wasm")).toEqual({ as: "web", off });
  });

  it("is exact only over weights that the model itself keeps in halves", () => {
    expect(browserNumbers(house, "wasm")).toEqual({ as: "fp32", off: null });
  });

  it("is not known to be near where nobody measured it", () => {
    const unmeasured = { ...imported, quality: {} };
    expect(browserNumbers(unmeasured, "wasm")).toEqual({ as: "web", off: null });
  });
});

describe("a model without the card's graph", () => {
  it("runs on the processor", () => {
    const made = model({ web: halves("web.onnx") });
    expect([providerFor(made, "webgpu"), providerFor(imported, "webgpu")]).toEqual(["wasm", "webgpu"]); // prettier-ignore
  });
});
