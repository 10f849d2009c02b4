import { describe, expect, it } from "vitest";
import { copyShares, copyTargets, evenShares, meanShare } from "./induction";
import type { Matrix } from "./attention";

const head = (...rows: number[][]): Matrix => ({
  size: rows.length,
  data: Float32Array.from(rows.flat()),
});

describe("tokens that come again", () => {
  it("have the places behind all their earlier occurrences", () => {
    expect(copyTargets([4, 5, 4, 5, 4])).toEqual([[], [], [1], [2], [1, 3]]);
  });
  it("are at their own place where a token follows itself", () => {
    expect(copyTargets([7, 7, 7])).toEqual([[], [1], [1, 2]]);
  });
  it("may be none", () => {
    const targets = copyTargets([1, 2, 3]);
    expect(meanShare(evenShares(targets))).toBeNull();
  });
});

describe("what they give to those places", () => {
  const targets = copyTargets([4, 5, 4, 5]);
  it("is all of it in a head that copies, and nothing in one that rests", () => {
    const copies = head([1, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]);
    const rests = head([1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]);
    expect(copyShares(copies, targets)).toEqual([null, null, 1, 1]);
    expect(meanShare(copyShares(copies, targets))).toBe(1);
    expect(meanShare(copyShares(rests, targets))).toBe(0);
  });
  it("is one part in so many where attention is even", () => {
    expect(evenShares(targets)).toEqual([null, null, 1 / 3, 1 / 4]);
  });
});
