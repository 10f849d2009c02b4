import { describe, expect, it } from "vitest";
import { opensOn, outcomes, stricter } from "./outcomes";
import { probe, start } from "../runs/testing";
import type { Line } from "../runs/run";

const JUMP = [100, 101, 99, 100, 98, 190, 195, 196];
const FLAT = [100, 101, 99, 100, 98, 99, 101, 102];

function asked(family: string, split: string, right: readonly number[], form = 0.5): Line[] {
  return right.map((count, i) => probe(10 * i, 8, count, { family, split, form }));
}

describe("what a run was asked", () => {
  const lines = [
    start(),
    ...asked("affix", "held-both", JUMP, 0.001),
    ...asked("kind", "train", JUMP),
    ...asked("kind", "held-both", FLAT),
  ];
  it("is listed by family, what proves most first", () => {
    expect(outcomes(lines, 8).map((one) => [one.family, one.split, one.happened?.kind])).toEqual([
      ["affix", "held-both", "jump"],
      ["kind", "held-both", "none"],
      ["kind", "train", "jump"],
    ]);
  });
  it("opens on the first jump among answers that the model does give", () => {
    expect(opensOn(lines, 8)).toEqual({ family: "kind", split: "train" });
  });
  it("opens on what proves most where nothing jumped", () => {
    const flat = [...asked("kind", "train", FLAT), ...asked("kind", "held-words", FLAT)];
    expect(opensOn(flat, 8)).toEqual({ family: "kind", split: "held-words" });
    expect(opensOn([start()], 8)).toEqual({ family: "", split: "" });
  });
  it("names the questions that prove more than those shown", () => {
    const all = outcomes(lines, 8);
    expect(stricter(all, { family: "kind", split: "train" })?.split).toBe("held-both");
    expect(stricter(all, { family: "kind", split: "held-both" })).toBeNull();
  });
});
