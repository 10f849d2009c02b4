import { describe, expect, it } from "vitest";
import { parseExplain } from "./explain";
import { cell, rowOf } from "../attention/attention";
import { framed, mulberry, randomHeads } from "../testing";

const [LAYERS, HEADS, S] = [3, 2, 5];

function answer(tokens = ["fast", " ->", "é", "\n", "x"]) {
  const { scores, attention } = randomHeads(HEADS, S, mulberry(1));
  const thumbnails = Float32Array.from({ length: LAYERS * HEADS * S * S }, (_, i) => i);
  const pieces = tokens.map((text, i) => ({ id: i, text, start: i, end: i + 1, part: null }));
  const header = {
    model: "tiny",
    precision: "fp32",
    tokens: pieces,
    layers: LAYERS,
    heads: HEADS,
    head_size: 4,
    surprisals: [null, ...pieces.slice(1).map(() => ({ nats: 1, p: Math.exp(-1), rank: 0 }))],
    lens: null,
  };
  const buffer = framed(header, {
    thumbnails: [[LAYERS, HEADS, S, S], thumbnails],
    "attentions.1": [[HEADS, S, S], attention],
    "scores.1": [[HEADS, S, S], scores],
  });
  return { buffer, scores, attention };
}

describe("an answer of explain", () => {
  it("is read where it lies: header, tokens, arrays by name", () => {
    const { buffer, attention, scores } = answer();
    const explained = parseExplain(buffer);
    expect(explained.tokens.map((piece) => piece.text)).toEqual(["fast", " ->", "é", "\n", "x"]);
    const head = explained.attention(1, 1);
    expect(head?.data).toEqual(attention.subarray(S * S));
    expect(explained.scores(1, 0)?.data).toEqual(scores.subarray(0, S * S));
    expect(head?.data.buffer).toBe(buffer);
    expect(explained.given).toEqual([1]);
    expect(explained.surprisals?.[0]).toBeNull();
  });
  it("gives each layer's and head's own thumbnail", () => {
    const thumbnail = parseExplain(answer().buffer).thumbnail(2, 1);
    expect(thumbnail?.size).toBe(S);
    expect(thumbnail?.data[0]).toBe((2 * HEADS + 1) * S * S);
  });
  it("says what a layer's tokens see", () => {
    const explained = parseExplain(answer().buffer);
    expect(explained.sight(0)).toBeNull(); // the header may be of before there were bands
    explained.header.windows = [0, 4, 0];
    expect([0, 1, 2].map((layer) => explained.sight(layer))).toEqual([null, 4, null]);
    explained.header.bidirectional = true;
    expect([explained.sight(0), explained.sight(2)]).toEqual(["all", "all"]);
  });
  it("is null for what was not asked for", () => {
    const explained = parseExplain(answer().buffer);
    expect(explained.attention(0, 0)).toBeNull();
    expect(explained.lens).toBeNull();
  });
  it("says rows and cells of a head", () => {
    const head = parseExplain(answer().buffer).attention(1, 0);
    if (head === null) throw new Error("no head");
    expect(cell(head, 0, 0)).toBe(1);
    expect(rowOf(head, 2)[3]).toBe(0);
    expect(rowOf(head, 4).reduce((a, b) => a + b)).toBeCloseTo(1, 6);
  });
  it("refuses bytes that break off, and shapes that do not fit", () => {
    const { buffer } = answer();
    expect(() => parseExplain(buffer.slice(0, buffer.byteLength - 4))).toThrow();
    expect(() => parseExplain(buffer.slice(0, 40))).toThrow();
    const wrong = framed({ tokens: [] }, { thumbnails: [[2, 2], new Float32Array(3)] });
    expect(() => parseExplain(wrong)).toThrow("thumbnails: shape");
  });
});
