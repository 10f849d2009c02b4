import { describe, expect, it } from "vitest";
import {
  chainCurves,
  chanceOf,
  countsLabels,
  families,
  headCurves,
  heldCurves,
  placeOn,
  probeCurves,
  reach,
  shotsOf,
  splits,
  stepCurve,
  stepsOf,
  strictest,
} from "./curves";
import { pointAt } from "../../../ui/plot/curve";
import { chains, choices, heads, held, probe, start, step } from "../runs/testing";

const ASKED = { family: "kind", split: "held-both" };
const lines = [
  start(),
  step(10, { loss: null }),
  step(20),
  ...choices(0, [100, 101]),
  ...choices(8, [100, 190]),
  probe(10, 8, 150, { family: "recall", split: "train", ways: null }),
  held(15, { tales: 3, speeches: null }),
  heads(20, [
    [0.1, 0.2],
    [0.9, 0.3],
  ]),
];
const tokens = placeOn("tokens", lines);

describe("the axis", () => {
  it("is what each line says it is", () => {
    expect(tokens({ step: 3, tokens: 99 })).toBe(99);
    expect(placeOn("steps", lines)({ step: 3, tokens: 99 })).toBe(3);
  });
  it("puts a line that counts no labels evenly between those that do", () => {
    const labels = placeOn("labels", lines);
    expect([5, 10, 15, 20, 40].map((at) => labels({ step: at, tokens: 0 }))).toEqual([
      450, 900, 1350, 1800, 1800,
    ]);
  });
  it("reaches to the end of the run from the first line on", () => {
    expect(reach("tokens", lines)).toBe(51_200);
    expect(reach("steps", lines)).toBe(100);
    expect(reach("labels", lines)).toBe(9000);
    expect(reach("labels", [start()])).toBe(1);
  });
  it("offers labels only where they were counted", () => {
    expect(countsLabels(lines)).toBe(true);
    expect(countsLabels([start(), step(1, { label_predictions: 0 })])).toBe(false);
  });
});

describe("curves", () => {
  it("keep a loss that was no number as a gap", () => {
    expect(stepCurve(lines, "loss", tokens).points.map((point) => point.y)).toEqual([null, 5.6]);
    expect(stepCurve(lines, "rate", tokens).points).toEqual([]);
  });
  it("are one a source for bits per byte", () => {
    const curves = heldCurves(lines, tokens);
    expect(curves.map((curve) => [curve.id, curve.points[0]?.y])).toEqual([
      ["tales", 3],
      ["speeches", null],
    ]);
  });
  it("are one a number of examples for choice, with Wilson's interval", () => {
    const [none, eight] = probeCurves(lines, ASKED, "choice", tokens);
    expect([none?.id, eight?.id]).toEqual(["0", "8"]);
    const last = eight?.points.at(-1);
    expect(last?.y).toBe(0.95);
    expect(last?.low).toBeCloseTo(0.9104, 4);
    expect(last?.high).toBeCloseTo(0.9726, 4);
  });
  it("are one a reader of Markov chains, for its distance from the model", () => {
    const curves = chainCurves(
      [chains(0, { uniform: 0.1, bigram: 0.3 }), chains(20, { uniform: 0.2, bigram: null })],
      tokens,
    );
    expect(curves.map((curve) => curve.id)).toEqual(["uniform", "bigram"]);
    expect(curves[1]?.points.map((point) => point.y)).toEqual([0.3, null]);
    expect(chainCurves([start()], tokens)).toEqual([]);
  });
  it("are one a head, in the order of layers and heads", () => {
    const curves = headCurves(lines, "induction", tokens);
    expect(curves.map((curve) => curve.id)).toEqual(["0.0", "0.1", "1.0", "1.1"]);
    expect(curves[2]?.points[0]?.y).toBe(0.9);
  });
  it("are read off at the last point before a step", () => {
    const [, eight] = probeCurves(lines, ASKED, "choice", tokens);
    if (eight === undefined) throw new Error("No curve.");
    expect([null, 9, 10, 99].map((at) => pointAt(eight, at)?.step)).toEqual([10, 0, 10, 10]);
    expect(stepsOf([eight])).toEqual([0, 10]);
  });
});

describe("what was asked", () => {
  it("is told by family, split and number of examples", () => {
    expect(families(lines)).toEqual(["kind", "recall"]);
    expect(splits(lines, "recall")).toEqual(["train"]);
    expect(shotsOf(lines, ASKED)).toEqual([0, 8]);
  });
  it("has the chance of its number of labels, where that was written down", () => {
    expect(chanceOf(lines, ASKED)).toBe(0.5);
    expect(chanceOf(lines, { family: "recall", split: "train" })).toBeNull();
    expect(chanceOf([probe(1, 8, 9, { ways: null, chance: 0.3 })], ASKED)).toBe(0.3);
  });
  it("is shown about what training held least of", () => {
    expect(strictest(["train", "held-words", "held-both"])).toBe("held-both");
    expect(strictest(["train", "new-classes"])).toBe("new-classes");
    expect(strictest(["train"])).toBe("train");
    expect(strictest([])).toBe("");
  });
});
