import { describe, expect, it } from "vitest";
import { activated, likeliest, makingOf, normed, products, stagesOf } from "./stages";
import { parseTrace } from "../../../../core/api/trace";
import { framed } from "../../../../core/testing";

function layer(norm: "layer" | "rms") {
  const header = { ...{ layer: 1, layers: 2, norm, norm_epsilon: 0, tied: true }, tokens: [] };
  return parseTrace(
    framed(header, {
      stream: [[1, 2], Float32Array.of(3, 1)],
      attention_in: [[1, 2], Float32Array.of(2.5, -1.5)],
      middle: [[1, 2], Float32Array.of(4, 4)],
      after: [[1, 2], Float32Array.of(5, 5)],
      "attention_norm.weight": [[2], Float32Array.of(2, 2)],
      "attention_norm.bias": [[2], Float32Array.of(0.5, 0.5)],
    }),
  );
}

describe("the stages of a layer", () => {
  it("are those that it has, in the order of the pass", () => {
    expect(stagesOf(layer("layer"))).toEqual(["stream", "attention_in", "middle", "after"]);
  });
  it("are made of those before them", () => {
    const traced = layer("layer");
    expect(makingOf("middle", traced)).toEqual({ kind: "sum", of: ["stream", "attention_out"] });
    expect(makingOf("ffn_up", traced)).toMatchObject({ matrix: "layers.1.ffn.up", read: "ffn_in" });
    expect(makingOf("logits", traced)).toMatchObject({ matrix: "embedding", read: "head_in" });
  });
  it("cost a multiply-add for each weight of a map, and none elsewhere", () => {
    const header = { layer: 0, layers: 1, tokens: [] };
    const traced = parseTrace(
      framed(header, {
        ffn_in: [[1, 2], Float32Array.of(1, 2)],
        ffn_up: [[1, 3], Float32Array.of(1, 2, 3)],
      }),
    );
    expect(products("ffn_up", traced)).toBe(6);
    expect(products("ffn_in", traced)).toBe(0);
  });
  it("have norms of both kinds", () => {
    const made = normed(layer("layer"), "stream", "attention_norm", 0, 0);
    expect(made).toEqual({ x: 3, mean: 2, root: 1, weight: 2, bias: 0.5, y: 2.5 });
    const rms = normed(layer("rms"), "stream", "attention_norm", 0, 1);
    expect(rms).toMatchObject({ mean: 0, root: Math.sqrt(5), bias: null });
    expect(rms.y).toBeCloseTo(2 / Math.sqrt(5), 12);
  });
  it("have the activations that models have", () => {
    expect(activated("relu", -1)).toBe(0);
    expect(activated("gelu_tanh", 1)).toBeCloseTo(0.8412, 4);
    expect(activated("silu", 1)).toBeCloseTo(0.7311, 4);
    expect(activated("another", 1)).toBeNull();
  });
  it("end in probabilities", () => {
    const [first, second] = likeliest(Float32Array.of(0, 2, 1), 2);
    expect([first?.id, second?.id]).toEqual([1, 2]);
    expect(first?.p).toBeCloseTo(Math.exp(2) / (1 + Math.exp(1) + Math.exp(2)), 6);
  });
});
