import { describe, expect, it } from "vitest";
import { placeOn, probeCurves } from "../curves/curves";
import { emergence, isSudden } from "./emergence";
import { choices } from "../runs/testing";

function found(right: readonly number[]) {
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
    const jump = found([100, 97, 104, 99, 101, 103, 180, 195, 196, 197]);
    expect(jump).toMatchObject({ kind: "jump", from: { step: 50 }, to: { step: 60 } });
    expect(jump && isSudden(jump)).toBe(true);
  });
  it("is no jump where it took most of the training", () => {
    const rise = found([100, 118, 124, 130, 140, 150, 160, 170, 180, 190]);
    expect(rise).toMatchObject({ kind: "jump", from: { step: 0 }, to: { step: 80 } });
    expect(rise && isSudden(rise)).toBe(false);
  });
  it("is nothing where the last interval still holds what a guess gets", () => {
    expect(found([100, 150, 110])?.kind).toBe("none");
    expect(found([100, 60])?.kind).toBe("none"); // below a guess is nothing learned either
  });
  it("is early where it was never at a guess", () => {
    expect(found([190, 195])?.kind).toBe("early");
  });
  it("begins after the last time it fell back to a guess", () => {
    expect(found([100, 180, 101, 190, 190])).toMatchObject({ from: { step: 20 } });
  });
  it("needs a point", () => {
    expect(found([])).toBeNull();
  });
});
