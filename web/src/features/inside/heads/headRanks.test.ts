import { describe, expect, it } from "vitest";
import type { Piece, Span } from "../../../core/api/events";
import { answerTokens, copyingHeads, rankedHeads, resting } from "./headRanks";
import type { Matrix } from "../../../core/attention/attention";

const piece = (start: number, end: number): Piece => ({
  id: 0,
  text: "",
  start,
  end,
  part: null,
  special: false,
});
const span = (part: Span["part"], field: Span["field"], start: number, end: number): Span => ({
  part,
  field,
  start,
  end,
  shot: part === "shot" ? 0 : null,
});

// "hot -> cold\nfast ->"
const SPANS = [
  span("shot", "input", 0, 3),
  span("shot", "template", 3, 6),
  span("shot", "output", 6, 11),
  span("separator", "template", 11, 12),
  span("query", "input", 12, 16),
  span("query", "template", 16, 19),
];
const PIECES = [piece(0, 3), piece(3, 6), piece(6, 9), piece(9, 11), piece(11, 12), piece(12, 19)];

const head = (...rows: number[][]): Matrix => ({
  size: rows.length,
  data: Float32Array.from(rows.flat()),
});
const SINK = head([1, 0, 0], [0.75, 0.25, 0], [0.75, 0.25, 0]);
const LOCAL = head([1, 0, 0], [0.25, 0.75, 0], [0.125, 0.25, 0.625]);
const heads = [SINK, LOCAL];

describe("the tokens of the examples' answers", () => {
  it("are those that begin in one, not the question's", () => {
    expect(answerTokens(PIECES, SPANS)).toEqual([2, 3]);
  });
  it("are none where there is no example", () => {
    expect(answerTokens(PIECES, SPANS.slice(4))).toEqual([]);
  });
});

describe("heads by their share on some tokens", () => {
  it("stand with the greatest first", () => {
    expect(rankedHeads((_, i) => heads[i] ?? null, 1, 2, 2, [1, 2])).toEqual([
      { layer: 0, head: 1, share: 0.875 },
      { layer: 0, head: 0, share: 0.25 },
    ]);
  });
  it("leave out layers that were not read, and break ties by place", () => {
    const some = (layer: number) => (layer === 1 ? null : SINK);
    expect(rankedHeads(some, 3, 1, 1, [0]).map(({ layer }) => layer)).toEqual([0, 2]);
  });
});

describe("heads that rest on the first token", () => {
  it("are counted by the largest column and by more than half, without the first row", () => {
    expect(resting((_, i) => heads[i] ?? null, 1, 2)).toEqual({
      heads: 2,
      largest: 1,
      half: 1,
      even: (1 / 2 + 1 / 3) / 2,
    });
  });
  it("are not told of two tokens, or where nothing was read", () => {
    expect(resting(() => head([1, 0], [0.5, 0.5]), 1, 1)).toBeNull();
    expect(resting(() => null, 2, 2)).toBeNull();
  });
});

describe("heads that copy", () => {
  const copies = head([1, 0, 0], [0.5, 0.5, 0], [0.25, 0.75, 0]);
  const all = [SINK, copies, SINK];
  it("are in order of what tokens that come again give behind the earlier occurrence", () => {
    const result = copyingHeads((layer) => all[layer] ?? null, 3, 1, [[], [], [1]]);
    expect(result).toEqual([
      { layer: 1, head: 0, share: 0.75 },
      { layer: 0, head: 0, share: 0.25 },
      { layer: 2, head: 0, share: 0.25 },
    ]);
  });
  it("are those that were read", () => {
    const result = copyingHeads((layer) => (layer === 1 ? copies : null), 3, 1, [[], [], [1]]);
    expect(result).toHaveLength(1);
  });
});
