// What a browser may answer when it is asked for a graphics card.

import { describe, expect, it } from "vitest";
import { provider } from "./adapter";

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
