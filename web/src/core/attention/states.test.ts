import { describe, expect, it } from "vitest";
import { namedStates, stateName } from "./states";

describe("a state of the residual stream", () => {
  it("is named by the layer that left it, from 0, and the input by its word", () => {
    expect([0, 1, 6, 30].map((index) => stateName(index, "input"))).toEqual([
      ...["input", "0", "5", "29"],
    ]);
  });
  it("is named on an axis where there is room: the input, round layers, the last one", () => {
    const names = (count: number, pitch: number) =>
      namedStates(count, pitch).map((index) => stateName(index, "input"));
    expect(names(31, 13)).toEqual(["input", "5", "10", "15", "20", "25", "29"]);
    expect(names(7, 66)).toEqual(["input", "0", "1", "2", "3", "4", "5"]);
    expect(names(7, 30)).toEqual(["input", "2", "4", "5"]);
    expect(names(2, 300)).toEqual(["input", "0"]);
    expect(names(1, 0)).toEqual(["input"]);
  });
});
