import { describe, expect, it } from "vitest";
import { compared, facts, writing } from "./manifest";

describe("facts", () => {
  it("writes nested measurements as lines under the name of their part", () => {
    const values = { native: { mean_kl_nats: 0.007, tokens: 2048 }, graphs: ["a", "b"] };

    expect(facts(values, { mean_kl_nats: "mean KL, nats" })).toEqual([
      { name: "native, mean KL, nats", value: "0.007" },
      { name: "native, tokens", value: "2\u202f048" },
      { name: "graphs", value: "a, b" },
    ]);
  });

  it("writes an agreement as a percentage", () => {
    expect(facts({ top1_agreement: 0.949219 }, {})).toEqual([
      { name: "top1 agreement", value: "94.9\u202f%" },
    ]);
  });
});

describe("writing", () => {
  const stored = (precision: string) => writing({ file: "native.onnx", weights: [], precision });

  it("tells 8-bit weights and a GPU's fp16 from arithmetic that is the same", () => {
    expect(stored("int8 blocks of 32")).toBe("int8");
    expect(stored("fp16, norms and sums in fp32")).toBe("half");
    expect(stored("fp16 weights, fp32 arithmetic")).toBe("same");
    expect(stored("fp32")).toBe("same");
    expect(writing(undefined)).toBe("same");
  });
});

describe("measurements of several graphs", () => {
  const names = { native: "8-bit", mean_kl_nats: "mean KL" };

  it("say once what is alike", () => {
    const values = {
      native: { tokens: 2048, mean_kl_nats: 0.005 },
      web: { tokens: 2048, mean_kl_nats: 0.001 },
      reading: { left_out: "too far" },
    };
    expect(compared(values, names)).toEqual([
      { name: "tokens", value: "2\u202f048" },
      { name: "8-bit, mean KL", value: "0.005" },
      { name: "web, mean KL", value: "0.001" },
      { name: "reading, left out", value: "too far" },
    ]);
  });

  it("are facts like others where there is one graph, or none", () => {
    const values = { bits_per_byte: { bible: 1.26, prose: 1.3 }, seed: 4 };
    expect(compared(values, names)).toEqual([
      { name: "seed", value: "4" },
      { name: "bits per byte, bible", value: "1.26" },
      { name: "bits per byte, prose", value: "1.3" },
    ]);
    expect(compared({}, names)).toEqual([]);
  });
});
