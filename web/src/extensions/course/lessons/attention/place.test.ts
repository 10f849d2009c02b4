import { describe, expect, it } from "vitest";
import { FIRST, placeOf, valuesOf, within } from "./place";

describe("a place of attention", () => {
  it("is written as numbers and read again", () => {
    const place = { layer: 2, head: 1, row: 4, key: 3, number: 60, product: 9, step: 5 };
    expect(placeOf(valuesOf(place))).toEqual(place);
    expect(placeOf(null)).toEqual(FIRST);
    expect(placeOf([1.7])).toEqual({ ...FIRST, layer: 1 });
  });
  it("is the nearest that a model and a text have", () => {
    const bounds = { layers: 2, heads: 1, tokens: 3, head_size: 8 };
    const place = { layer: 9, head: 9, row: 9, key: -4, number: 9, product: -1, step: 9 };
    expect(within(place, bounds)).toEqual({
      ...{ layer: 1, head: 0, row: 2, key: 0, number: 7, product: 0, step: 5 },
    });
  });
});
