import { describe, expect, it } from "vitest";
import { parseTrace } from "./trace";
import { cell } from "../attention/attention";
import { framed } from "../testing";

const [H, G, S, D] = [4, 2, 3, 2]; // heads, groups, tokens, numbers a head

function counted(size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => i);
}

function traced() {
  const header = {
    ...{ model: "tiny", layer: 1, layers: 2, heads: H, kv_heads: G, head_size: D },
    ...{ bidirectional: false, window: 0, tokens: [] },
  };
  const buffer = framed(header, {
    value_map: [[S, G * D], counted(S * G * D)],
    query: [[H, S, D], counted(H * S * D)],
    key: [[G, S, D], counted(G * S * D)],
    scores: [[H, S, S], counted(H * S * S)],
    "attention_norm.weight": [[2], counted(2)],
  });
  return { buffer, trace: parseTrace(buffer) };
}

describe("the numbers of a layer", () => {
  it("are read where they lie", () => {
    const { buffer, trace } = traced();
    expect(trace.query(3, 1).buffer).toBe(buffer);
    expect([...trace.query(3, 1)]).toEqual([20, 21]);
    expect(cell(trace.scores(1), 2, 0)).toBe(S * S + 2 * S);
  });
  it("are those of the group that a head reads", () => {
    const { trace } = traced();
    expect([0, 1, 2, 3].map((head) => trace.group(head))).toEqual([0, 0, 1, 1]);
    expect([...trace.key(2, 1)]).toEqual([8, 9]);
    expect([...trace.value(2, 1)]).toEqual([6, 7]);
    expect([...trace.value(1, 2)]).toEqual([8, 9]);
  });
  it("are none where the layer has no such stage", () => {
    const { trace } = traced();
    expect(trace.has("ffn_up")).toBe(false);
    expect(trace.row("ffn_up", 0)).toHaveLength(0);
    expect(trace.norm("ffn_norm.weight")).toBeNull();
    expect([...(trace.norm("attention_norm.weight") ?? [])]).toEqual([0, 1]);
  });
});
