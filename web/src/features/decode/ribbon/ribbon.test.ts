// The two ribbons of one distribution: whole, in order, and joined at the token that was chosen.

import { describe, expect, it } from "vitest";
import type { Part } from "../../../core/decoding/decoding";
import { narrow, sorted } from "../../../core/decoding/filters";
import { mulberry } from "../../../core/testing";
import { oneIn, pieceName, ribbons } from "./ribbon";

const OWN = { temperature: 1, top_k: 0, top_p: 1 };
const logits = (size: number, seed: number) => {
  const random = mulberry(seed);
  return Float32Array.from({ length: size }, () => 12 * random());
};

function expectWhole(parts: readonly Part[]): void {
  expect(parts[0]?.from).toBe(0);
  expect(parts.at(-1)?.to).toBe(1);
  parts.slice(1).forEach((part, i) => expect(part.from).toBe(parts[i]?.to));
}

describe("the ribbons", () => {
  it("have no gap and no overlap, whatever the distribution, the filters and the width", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = mulberry(1000 + seed);
      const order = sorted(logits(2 + Math.floor(300 * random()), seed));
      const settings = {
        temperature: [0, 0.3, 1, 4][seed % 4] ?? 1,
        top_k: seed % 3 === 0 ? 7 : 0,
        top_p: seed % 5 === 0 ? 0.6 : 1,
      };
      const left = narrow(order, settings);
      const chosen = left.at(random());
      const made = ribbons(narrow(order, OWN), left, chosen, 280 + 1000 * random());
      expectWhole(made.model);
      expectWhole(made.drawn);
      for (const parts of [made.model, made.drawn]) {
        expect(parts.filter(({ drawn }) => drawn).map(({ id }) => id)).toEqual([
          left.order[chosen],
        ]);
      }
    }
  });

  it("are joined where the chosen token lies in each", () => {
    const order = sorted(Float32Array.of(0, Math.log(3), Math.log(4)));
    const made = ribbons(narrow(order, OWN), narrow(order, { ...OWN, top_k: 2 }), 1, 800);
    expect(made.above).toEqual([expect.closeTo(0.5), expect.closeTo(0.875)]);
    expect(made.below).toEqual([expect.closeTo(4 / 7), 1]);
  });

  it("join the chosen token where a penalty has put it before others", () => {
    const own = narrow(sorted(Float32Array.of(2, 1, 0)), OWN);
    const left = narrow(sorted(Float32Array.of(-1, 1, 0)), OWN);
    const made = ribbons(own, left, 0, 800);
    expect(made.above[0]).toBeCloseTo(own.stretch(1)[0]);
    expect(made.below[0]).toBe(0);
  });

  it("draw by itself what is long enough to be seen, and the rest as one", () => {
    const order = sorted(Float32Array.of(...Array<number>(100).fill(0)));
    const left = narrow(order, OWN);
    expect(ribbons(left, left, 0, 100).drawn).toHaveLength(2); // the chosen one and all others
    expect(ribbons(left, left, 0, 1300).drawn).toHaveLength(41); // the most there are, and the rest
  });
});

describe("the name of a piece", () => {
  it("stands large, small, along it, or not at all", () => {
    expect(pieceName("smell", 200, 96)).toMatchObject({ way: "large", share: true });
    expect(pieceName("smell", 62, 96)).toMatchObject({ way: "level", share: true });
    expect(pieceName("smell", 30, 96)).toMatchObject({ way: "upright", share: false });
    expect(pieceName("smell", 12, 96)).toBeNull();
    expect(pieceName("extraordinarily", 30, 96)).toBeNull();
  });

  it("takes Chinese signs as wide as they are", () => {
    expect(pieceName("大海", 50, 96)?.way).toBe("level");
    expect(pieceName("ab", 50, 96)?.way).toBe("large");
  });
});

describe("one in how many", () => {
  it.each([
    [0.72, "1.4"],
    [0.332, "3"],
    [0.21, "5"],
    [0.0093, "110"],
    [0.5, "2"],
    [1, "1"],
  ])("a probability of %d is one in %s", (p, times) => {
    expect(oneIn(p)).toBe(times);
  });
});
