import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { read, write } from "./address";
import {
  DIGITS,
  sources,
  written,
  at,
  changed,
  forwardPass,
  INPUTS,
  leaks,
  NOTE_ROW,
  softmax,
  STEPS,
  variantOf,
  type Matrix,
} from "./forward";
import { decimal } from "../../../../core/text/numbers";

interface Golden {
  passes: {
    name: string;
    h: number[][];
    causal: boolean;
    scores: number[][];
    scaled: number[][];
    weights: number[][];
    output: number[][];
  }[];
}

const path = new URL("../../../../../../tests/contract/forward.json", import.meta.url);
const golden = JSON.parse(readFileSync(path, "utf-8")) as Golden;

function expectClose(made: Matrix, expected: Matrix) {
  made.forEach((row, r) => {
    row.forEach((value, c) => expect(value).toBeCloseTo(at(expected, r, c), 10));
  });
}

describe("the forward pass equals numpy's", () => {
  it.each(golden.passes)("$name, causal $causal", ({ h, causal, ...expected }) => {
    const pass = forwardPass(h, causal);
    for (const step of ["scores", "scaled", "weights", "output"] as const) {
      expectClose(pass[step], expected[step]);
    }
  });
  it("holds the same inputs as the page", () => {
    for (const name of ["exact", "by-hand"] as const) {
      expect(golden.passes.find((pass) => pass.name === name)?.h).toEqual(INPUTS[name]);
    }
  });
});

describe("the note's example", () => {
  const pass = forwardPass(INPUTS.exact, true);
  const printed = (step: "scaled" | "weights" | "output", row: number, digits: number) =>
    (pass[step][row] ?? []).map((value) => value.toFixed(digits));

  it("gives the scores that the note prints, to three decimals", () => {
    expect(printed("scaled", 0, 3).slice(0, 1)).toEqual(["0.675"]);
    expect(printed("scaled", 1, 3).slice(0, 2)).toEqual(["0.475", "0.845"]);
    expect(printed("scaled", 2, 3).slice(0, 3)).toEqual(["0.535", "0.670", "1.045"]);
    expect(printed("scaled", 3, 3)).toEqual(["0.520", "0.715", "0.835", "0.950"]);
  });
  it("gives the right weights", () => {
    expect(printed("weights", 0, 4)).toEqual(["1.0000", "0.0000", "0.0000", "0.0000"]);
    expect(printed("weights", 1, 4)).toEqual(["0.4085", "0.5915", "0.0000", "0.0000"]);
    expect(printed("weights", 2, 4)).toEqual(["0.2625", "0.3004", "0.4371", "0.0000"]);
    expect(printed("weights", 3, 4)).toEqual(["0.1952", "0.2372", "0.2675", "0.3001"]);
  });
  it("gives the output of row 2", () => {
    expect(printed("output", 1, 3)).toEqual(["0.527", "0.796", "0.537", "0.277"]);
  });
  it("stays within 0.02 of the note's scores with the round numbers", () => {
    const round = forwardPass(INPUTS["by-hand"], true);
    pass.scaled.forEach((row, r) => {
      row.slice(0, r + 1).forEach((score, c) => {
        expect(Math.abs(score - at(round.scaled, r, c))).toBeLessThan(0.0201);
      });
    });
  });
  it("slips in the note's row 4, whose weights sum to 0.97", () => {
    const sum = (row: readonly number[]) => row.reduce((total, value) => total + value, 0);
    expect(sum(NOTE_ROW.printed).toFixed(2)).toBe("0.97");
    const right = softmax(NOTE_ROW.scaled);
    expect(right.map((p) => p.toFixed(4))).toEqual(["0.1952", "0.2372", "0.2675", "0.3001"]);
    expect(sum(right)).toBeCloseTo(1, 12);
  });
  it("leaks nothing under the mask, and from every row but the last without it", () => {
    expect(leaks(pass)).toEqual([0, 0, 0, 0]);
    const open = leaks(forwardPass(INPUTS.exact, false));
    expect(open.slice(0, 3).every((share) => share > 0.25)).toBe(true);
    expect(open[3]).toBe(0);
  });
});

describe("the arithmetic of a cell", () => {
  const h = INPUTS.exact;
  const pass = forwardPass(h, true);
  it.each([
    ["scores", 0, 1, "1 × 0.2 + 0.5 × 1 + 0.3 × 0.7 + 0.1 × 0.4 = 0.950"],
    ["scaled", 0, 1, "0.950 / 2 = 0.475"],
    ["masked", 1, 0, "0.475 + 0 = 0.475"],
    ["masked", 0, 1, "0.475 + (−∞) = −∞"],
    ["weights", 1, 0, "exp(0.475) / (exp(0.475) + exp(0.845) + exp(−∞) + exp(−∞)) = 0.4085"],
    ["output", 1, 0, "0.4085 × 1 + 0.5915 × 0.2 + 0.0000 × 0.6 + 0.0000 × 0.4879 = 0.527"],
  ] as const)("%s, row %i, column %i", (step, row, column, line) => {
    expect(written(h, pass, true, { step, row, column })).toBe(line);
  });
  it("brackets what is negative", () => {
    const negative = changed(h, 0, 0, -1);
    const line = written(negative, forwardPass(negative, true), true, {
      step: "scores",
      row: 0,
      column: 1,
    });
    expect(line).toBe("(−1) × 0.2 + 0.5 × 1 + 0.3 × 0.7 + 0.1 × 0.4 = 0.550");
  });
  it("names every cell that a number is made of, and no other", () => {
    for (const step of STEPS) {
      const cell = { step, row: 2, column: 1 };
      const before = forwardPass(h, false)[step][2]?.[1];
      const used = sources(cell).filter((source) => source.of === "input");
      for (const { row, column } of used) {
        const moved = forwardPass(changed(h, row, column, 9), false)[step][2]?.[1];
        expect(moved).not.toBe(before);
      }
    }
    expect(sources({ step: "weights", row: 2, column: 1 })).toHaveLength(4);
  });
  it("is written with as many digits as its cell shows", () => {
    expect(Object.keys(DIGITS)).toEqual([...STEPS]);
    expect(decimal(-0.0001, 3)).toBe("0.000");
    expect(decimal(-1.5, 2)).toBe("−1.50");
  });
});

describe("the address of the forward pass", () => {
  const tame = (seed: number) => Math.round(Math.sin(seed) * 9999) / 1000 || 0;

  it("gives any state back", () => {
    for (let i = 0; i < 200; i++) {
      const h = INPUTS.exact.map((row, r) => row.map((_, c) => tame(1 + i * 16 + r * 4 + c)));
      const state = {
        h,
        causal: i % 2 === 0,
        step: STEPS[i % 5] ?? "scores",
        row: i % 4,
        column: (i >> 2) % 4,
      };
      const back = read(new URLSearchParams(write(state).toString()));
      expect({ ...back, causal: back.causal ?? true }).toEqual(state);
    }
  });
  it("names the two sets of numbers instead of writing them", () => {
    expect(write({ h: INPUTS.exact }).toString()).toBe("");
    expect(write({ h: INPUTS["by-hand"] }).toString()).toBe("h=by-hand");
    expect(variantOf(read(new URLSearchParams("h=by-hand")).h ?? [])).toBe("by-hand");
  });
  it.each(["h=1 2 3", `h=${"1 ".repeat(15)}x`, `h=${"11 ".repeat(16).trim()}`, "row=5", "step=6"])(
    "refuses %s",
    (query) => expect(() => read(new URLSearchParams(query))).toThrow(),
  );
});
