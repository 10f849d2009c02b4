import { describe, expect, it } from "vitest";
import { placeOn, probeCurves } from "../curves/curves";
import { emergence, isSudden, opensOn, outcomes, stricter } from "./emergence";
import { choices, probe, start } from "../runs/testing";
import type { Line } from "../runs/trainingRun";

function result(right: readonly number[]) {
  const lines = choices(8, right);
  const [curve] = probeCurves(
    lines,
    { family: "kind", split: "held-both" },
    "choice",
    placeOn("steps", lines),
  );
  return curve === undefined ? null : emergence(curve, 0.5);
}

describe("emergence", () => {
  it("is a jump where most of the way was gone within a quarter of the training", () => {
    const jump = result([100, 97, 104, 99, 101, 103, 180, 195, 196, 197]);
    expect(jump).toMatchObject({ kind: "jump", from: { step: 50 }, to: { step: 60 } });
    expect(jump && isSudden(jump)).toBe(true);
  });
  it("is no jump where it took most of the training", () => {
    const rise = result([100, 118, 124, 130, 140, 150, 160, 170, 180, 190]);
    expect(rise).toMatchObject({ kind: "jump", from: { step: 0 }, to: { step: 80 } });
    expect(rise && isSudden(rise)).toBe(false);
  });
  it("is nothing where the last interval still holds what a guess gets", () => {
    expect(result([100, 150, 110])?.kind).toBe("none");
    expect(result([100, 60])?.kind).toBe("none"); // below a guess is nothing learned either
  });
  it("is early where it was never at a guess", () => {
    expect(result([190, 195])?.kind).toBe("early");
  });
  it("begins after the last time it fell back to a guess", () => {
    expect(result([100, 180, 101, 190, 190])).toMatchObject({ from: { step: 20 } });
  });
  it("needs a point", () => {
    expect(result([])).toBeNull();
  });
});

const JUMP = [100, 101, 99, 100, 98, 190, 195, 196];
const FLAT = [100, 101, 99, 100, 98, 99, 101, 102];

function probes(family: string, split: string, right: readonly number[], form = 0.5): Line[] {
  return right.map((count, i) => probe(10 * i, 8, count, { family, split, form }));
}

describe("what a run was asked", () => {
  const lines = [
    start(),
    ...probes("affix", "held-both", JUMP, 0.001),
    ...probes("kind", "train", JUMP),
    ...probes("kind", "held-both", FLAT),
  ];
  it("is listed by family, what proves most first", () => {
    expect(
      outcomes(lines, 8).map((item) => [item.family, item.split, item.happened?.kind]),
    ).toEqual([
      ["affix", "held-both", "jump"],
      ["kind", "held-both", "none"],
      ["kind", "train", "jump"],
    ]);
  });
  it("opens on the first jump among answers that the model does give", () => {
    expect(opensOn(lines, 8)).toEqual({ family: "kind", split: "train" });
  });
  it("opens on what proves most where nothing jumped", () => {
    const flat = [...probes("kind", "train", FLAT), ...probes("kind", "held-words", FLAT)];
    expect(opensOn(flat, 8)).toEqual({ family: "kind", split: "held-words" });
    expect(opensOn([start()], 8)).toEqual({ family: "", split: "" });
  });
  it("names the questions that prove more than those shown", () => {
    const all = outcomes(lines, 8);
    expect(stricter(all, { family: "kind", split: "train" })?.split).toBe("held-both");
    expect(stricter(all, { family: "kind", split: "held-both" })).toBeNull();
  });
});
