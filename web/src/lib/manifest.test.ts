import { describe, expect, it } from "vitest";
import { facts } from "./manifest";

describe("facts", () => {
  it("writes nested measurements as lines under the name of their part", () => {
    expect(facts({ native: { mean_kl_nats: 0.007, tokens: 2048 }, graphs: ["a", "b"] })).toEqual([
      { name: "native, mean kl nats", value: "0.007" },
      { name: "native, tokens", value: "2\u202f048" },
      { name: "graphs", value: "a, b" },
    ]);
  });
});
