import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  type Filters,
  narrow,
  ofTopK,
  sorted,
  type FilterName,
  FILTERS,
  idsByLogit,
} from "./filters";

interface Case {
  name: string;
  logits: number[];
  settings: Filters;
  order: number[];
  stages: Record<FilterName, { count: number; p: number[]; mass: number; entropy: number }>;
}

const path = new URL("../../../../tests/contract/stages.json", import.meta.url);
const { distributions } = JSON.parse(readFileSync(path, "utf-8")) as { distributions: Case[] };

function close(made: number, expected: number): void {
  expect(Math.abs(made - expected)).toBeLessThanOrEqual(1e-6);
}

describe("the stages equal the golden file to 1e-6", () => {
  it("holds 200 distributions", () => {
    expect(distributions.length).toBe(200);
  });

  it.each(distributions)("$name", ({ logits, settings, order, stages }) => {
    const left = narrow(sorted(Float32Array.from(logits)), settings);
    expect(Array.from(left.order)).toEqual(order);
    for (const stage of FILTERS) {
      const golden = stages[stage];
      expect(left.counts[stage]).toBe(golden.count);
      order.forEach((_, place) => close(left.p(stage, place), golden.p[place] ?? 0));
      close(left.mass(stage), golden.mass);
      close(left.entropy(stage), golden.entropy);
    }
  });
});

describe("narrowing by its rules", () => {
  const even = sorted([0, 0, 0, 0]);
  const off: Filters = { temperature: 1, top_k: 0, top_p: 1 };

  it("orders ties by id", () => {
    expect(Array.from(sorted([1, 3, 3, 0, 3]).order)).toEqual([1, 2, 4, 0, 3]);
  });

  it("finds a draw in the part that holds it, borders belonging to the next one", () => {
    const left = narrow(even, off);
    expect([0, 0.2499, 0.25, 0.5, 0.999].map((u) => left.at(u))).toEqual([0, 0, 1, 2, 3]);
    expect(left.stretch(2)).toEqual([0.5, 0.75]);
  });

  it("keeps the last token when rounding leaves the sum below the draw", () => {
    const left = narrow(sorted([0, -0.1, -0.2]), { ...off, temperature: 0.3 });
    expect(left.at(1 - 2 ** -53)).toBe(2);
    expect(left.at(1)).toBe(2);
  });

  it("says how much of what is left lies beyond a place", () => {
    const left = narrow(even, { ...off, top_k: 3 });
    expect(left.tail("softmax", 1)).toBe(0.75);
    expect(left.tail("top_k", 1)).toBeCloseTo(2 / 3, 12);
    expect(left.tail("top_k", 3)).toBe(0);
  });

  it.each([NaN, Infinity, -Infinity])("refuses a logit of %s", (value) => {
    expect(() => sorted([0, value])).toThrow(RangeError);
  });
});

describe("what top-p keeps of what top-k left", () => {
  const logits = sorted([0.5, 0.2, 0.15, 0.1, 0.05].map(Math.log));
  const share = (settings: Filters) => ofTopK(narrow(logits, settings), settings);

  it("reaches p of that, though less than p of the whole", () => {
    const settings = { temperature: 1, top_k: 3, top_p: 0.8 }; // 0.5 + 0.2 of 0.85, 0.7 of all
    expect(share(settings)).toBeCloseTo(0.7 / 0.85, 12);
    expect(narrow(logits, settings).mass("top_p")).toBeCloseTo(0.7, 12);
  });
  it("is not told where one of the two is off, or nothing is drawn", () => {
    expect(share({ temperature: 1, top_k: 0, top_p: 0.8 })).toBeNull();
    expect(share({ temperature: 1, top_k: 3, top_p: 1 })).toBeNull();
    expect(share({ temperature: 0, top_k: 3, top_p: 0.8 })).toBeNull();
  });
});

// The ids' order beside a comparison sort.

function compared(logits: Float32Array): number[] {
  return Array.from(logits, (_, id) => id).sort(
    (a, b) => (logits[b] ?? 0) - (logits[a] ?? 0) || a - b,
  );
}

/** Numbers of a fixed course in [-1, 1), many of them alike when `steps` is small. */
function numbers(size: number, steps: number, scale: number): Float32Array {
  let state = 1 + size;
  return Float32Array.from({ length: size }, () => {
    state = (state * 48271) % 2147483647;
    return (Math.floor((state / 2147483647) * steps) / steps - 0.5) * 2 * scale;
  });
}

describe("ids by falling logit", () => {
  it.each([
    [0, 1, 1],
    [1, 1, 1],
    [2, 1, 0],
    [300, 7, 5],
    [5000, 2 ** 30, 30],
    [5000, 2 ** 30, 3e38],
    [5000, 2 ** 30, 1e-44],
  ])("are those of a comparison sort: %d numbers, %d steps, up to %d", (size, steps, scale) => {
    const logits = numbers(size, steps, scale);
    expect(Array.from(idsByLogit(logits))).toEqual(compared(logits));
  });

  it("hold equal logits by their ids, and 0 is as large as -0", () => {
    expect(Array.from(idsByLogit(Float32Array.of(-0, 0, 1, -0, -1, 1, 0)))).toEqual([
      2, 5, 0, 1, 3, 6, 4,
    ]);
  });
});
