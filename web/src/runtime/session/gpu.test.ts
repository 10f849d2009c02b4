// How far a graphics card may be from the processor, on made-up logits.

import { describe, expect, it } from "vitest";
import { requireNear } from "./gpu";
import { provider } from "./provider";

const rows = (...values: number[][]) => values.map((row) => Float32Array.from(row));
const processor = rows([4, 1, 0, -2], [0, 3, 1, 1]);

describe("a graphics card", () => {
  it("serves where it is off by rounding", () => {
    requireNear(processor, processor);
    requireNear(processor, rows([4.1, 0.95, 0.02, -2], [0, 2.9, 1.05, 1]));
    requireNear(processor, rows([14, 11, 10, 8], [0, 3, 1, 1])); // the same probabilities
  });

  it("does not serve where it predicts something else", () => {
    const other = rows([4, 1, 0, -2], [3, 0, 1, 1]);
    expect(() => requireNear(processor, other)).toThrow("nats from the processor's");
  });

  it("does not serve where it gives no numbers, or too few", () => {
    const nan = rows([4, 1, 0, -2], [0, Number.NaN, 1, 1]);
    expect(() => requireNear(processor, nan)).toThrow("NaN");
    expect(() => requireNear(processor, processor.slice(0, 1))).toThrow("NaN nats");
    expect(() => requireNear(processor, [])).toThrow("NaN nats");
  });
});

// What a browser may answer when it is asked for a graphics card.

const gpu = (requestAdapter: () => Promise<unknown>) => ({ requestAdapter }) as unknown as GPU;
const adapter = (info: object) => gpu(async () => ({ info }));

describe("what a model runs on", () => {
  it("is the card where there is one", async () => {
    expect(await provider(adapter({ isFallbackAdapter: false }))).toBe("webgpu");
  });

  it("is the processor where software stands in for a card", async () => {
    expect(await provider(adapter({ isFallbackAdapter: true }))).toBe("wasm");
  });

  it("is the processor where nobody says whether it is a card", async () => {
    expect(await provider(adapter({}))).toBe("wasm");
  });

  it("is the processor where there is no adapter, or no WebGPU", async () => {
    expect(await provider(gpu(async () => null))).toBe("wasm");
    expect(await provider(undefined)).toBe("wasm");
  });

  it("is the processor where the browser refuses", async () => {
    const refuse = () => Promise.reject(new DOMException("blocked", "NotAllowedError"));
    expect(await provider(gpu(refuse))).toBe("wasm");
  });
});
