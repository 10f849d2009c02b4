import { describe, expect, it } from "vitest";
import {
  greatest,
  ink,
  mostSeen,
  partSums,
  times,
  type Part,
  rowOf,
  square,
  type Matrix,
  difference,
  softmax,
  attentionSteps,
} from "./attention";
import { sinkMass, withSink } from "./sink";
import { mulberry, randomHeads } from "../testing";

const part = (start: number, end: number): Part => ({ name: "", short: "", start, end });

function uniform(size: number): Matrix {
  const data = new Float32Array(size * size);
  for (let row = 0; row < size; row += 1) {
    data.fill(1 / (row + 1), row * size, row * size + row + 1);
  }
  return { size, data };
}

function someParts(size: number, random: () => number): Part[] {
  const cuts = [...new Set([0, size, ...[1, 2, 3].map(() => Math.floor(random() * size))])];
  cuts.sort((a, b) => a - b);
  return cuts.slice(1).map((end, i) => part(cuts[i] ?? 0, end));
}

describe("sums by part", () => {
  it("sum to 1 for every row of every head, sink apart or not", () => {
    const random = mulberry(7);
    for (let trial = 0; trial < 20; trial += 1) {
      const size = 2 + Math.floor(random() * 40);
      const { attention } = randomHeads(3, size, random);
      const parts = someParts(size, random);
      for (const head of [0, 1, 2].map((i) => square(attention, size, i))) {
        for (let row = 0; row < size; row += 1) {
          for (const request of [parts, withSink(parts, "first")]) {
            const sums = partSums(head, request, row, row + 1);
            expect(total(sums.map((item) => item.sum))).toBeCloseTo(1, 5);
            expect(total(sums.map((item) => item.expected))).toBeCloseTo(1, 12);
          }
        }
        expect(total(partSums(head, parts, 0, size).map((item) => item.sum))).toBeCloseTo(1, 5);
      }
    }
  });
  it("are exactly 1.0 times expected where attention is even", () => {
    const random = mulberry(3);
    for (const size of [2, 7, 24, 300]) {
      const parts = someParts(size, random);
      const spans: [number, number][] = [
        [size - 1, size],
        [Math.floor(size / 2), Math.floor(size / 2) + 1],
        [0, size],
      ];
      for (const rows of spans) {
        for (const item of partSums(uniform(size), parts, ...rows)) {
          const ratio = times(item);
          if (ratio === null) expect(item.sum).toBe(0);
          else {
            expect(ratio).toBeCloseTo(1, 5);
            expect(ratio.toFixed(1)).toBe("1.0");
          }
        }
      }
    }
  });
  it("spread even attention over the band where a layer has one", () => {
    const even = { size: 4, data: new Float32Array(16) };
    even.data.set([0, 0, 0.5, 0.5], 12);
    const [before, after] = partSums(even, [part(0, 2), part(2, 4)], 3, 4, 2);
    expect(before && times(before)).toBeNull();
    expect(after && times(after)).toBe(1);
  });
  it("spread even attention over all where every token sees every other", () => {
    const even = { size: 4, data: new Float32Array(16).fill(0.25) };
    const sums = partSums(even, [part(0, 1), part(1, 4)], 0, 4, "all");
    expect(sums.map((sum) => [sum.sum, sum.expected])).toEqual([
      [0.25, 0.25],
      [0.75, 0.75],
    ]);
  });
  it("have nothing to expect where a row cannot look", () => {
    const [before, after] = partSums(uniform(4), [part(0, 2), part(2, 4)], 1, 2);
    expect(before && times(before)).toBeCloseTo(1, 6);
    expect(after && times(after)).toBeNull();
  });
  it("take the first token out of the part it stands in", () => {
    expect(withSink([part(0, 1), part(1, 4)], "first").map((p) => [p.start, p.end])).toEqual([
      [0, 1],
      [1, 4],
    ]);
    expect(withSink([part(0, 3)], "first")[1]).toMatchObject({ start: 1, end: 3 });
  });
});

describe("the drawing's scale", () => {
  it("is the greatest shown value, with the first column or without", () => {
    const head = { size: 3, data: Float32Array.of(1, 9, 9, 0.75, 0.25, 9, 0.5, 0.375, 0.125) };
    expect(greatest(head, false)).toBe(1);
    expect(greatest(head, true)).toBe(0.375);
    expect(greatest(head, false, "all")).toBe(9);
    expect(sinkMass(head, 1, 3)).toBeCloseTo(0.625, 6);
  });
  it("is nothing to everything, and never outside", () => {
    expect(ink(0, 1)).toBe(0);
    expect(ink(0.25, 1)).toBe(0.5);
    expect(ink(2, 1)).toBe(1);
    expect(ink(0.1, 0)).toBe(0);
  });
  it("names what a row looks at most", () => {
    const { attention } = randomHeads(1, 9, mulberry(2));
    const row = rowOf(square(attention, 9, 0), 5);
    const most = mostSeen(row, 3);
    expect(most).toHaveLength(3);
    expect(row[most[0] ?? 0]).toBe(Math.max(...row));
    expect(mostSeen(row, 99).every((column) => column <= 5)).toBe(true);
  });
});

function total(numbers: number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

describe("a row in its steps", () => {
  it("ends in the attention that the scores gave", () => {
    const { scores, attention } = randomHeads(4, 30, mulberry(5));
    for (let head = 0; head < 4; head += 1) {
      for (let row = 0; row < 30; row += 1) {
        const steps = attentionSteps(rowOf(square(scores, 30, head), row), row, 64);
        const model = rowOf(square(attention, 30, head), row);
        expect(difference(steps.probabilities, model)).toBeLessThan(1e-5);
      }
    }
  });
  it("keeps the scores of later tokens and throws them away with the mask", () => {
    const steps = attentionSteps(Float32Array.of(1, 2, 30), 1, 16);
    expect([...steps.raw]).toEqual([4, 8, 120]);
    expect([...steps.scaled]).toEqual([1, 2, 30]);
    expect([...steps.masked]).toEqual([1, 2, -Infinity]);
    expect(steps.probabilities[2]).toBe(0);
    expect(steps.probabilities[1]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  });
  it("throws away what stands before the band of a banded layer too", () => {
    const steps = attentionSteps(Float32Array.of(9, 1, 2, 30), 2, 16, 2);
    expect([...steps.masked]).toEqual([-Infinity, 1, 2, -Infinity]);
    expect(steps.probabilities[2]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  });
  it("throws nothing away where every token sees every other", () => {
    const steps = attentionSteps(Float32Array.of(1, 2, 1), 0, 16, "all");
    expect([...steps.masked]).toEqual([1, 2, 1]);
  });
  it("works the note's example: scores of row 4, d = 4", () => {
    const last = softmax(Float64Array.of(0.52, 0.715, 0.835, 0.95));
    expect([...last].map((p) => p.toFixed(4))).toEqual(["0.1952", "0.2372", "0.2675", "0.3001"]);
  });
  it("does not overflow", () => {
    expect([...softmax(Float64Array.of(1000, 1000, -Infinity))]).toEqual([0.5, 0.5, 0]);
  });
});
