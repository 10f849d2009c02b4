import { describe, expect, it } from "vitest";
import { shades, maskShades, onlyRows, pixels, rgb } from "./shading";

describe("shades", () => {
  it("are scaled each by itself and open above the diagonal", () => {
    const picture = { size: 2, data: Float32Array.of(1, 0, 0.75, 0.25) };
    expect([...shades(picture, false)]).toEqual([1, -1, Math.fround(Math.sqrt(0.75)), 0.5]);
    expect([...shades(picture, true)]).toEqual([-1, -1, -1, 1]);
  });
  it("are open before the band of a banded layer", () => {
    const picture = { size: 3, data: Float32Array.of(1, 0, 0, 1, 0, 0, 0, 1, 0) };
    expect([...shades(picture, false, 2)]).toEqual([1, -1, -1, 1, 0, -1, -1, 1, 0]);
    expect([...shades(picture, false, 1)]).toEqual([1, -1, -1, -1, 0, -1, -1, -1, 0]);
  });
  it("are nowhere open where every token sees every other", () => {
    const picture = { size: 2, data: Float32Array.of(0.75, 0.25, 0, 1) };
    const expected = [Math.fround(Math.sqrt(0.75)), 0.5, 0, 1];
    expect([...shades(picture, false, "all")]).toEqual(expected);
    expect([...shades(picture, true, "all")]).toEqual([-1, 0.5, -1, 1]);
  });
  it("are painted between two colours", () => {
    const data = pixels(Float32Array.of(-1, 0, 0.5, 1), rgb("#ffffff"), rgb("#0072b2"));
    expect([...data.slice(0, 4)]).toEqual([0, 0, 0, 0]);
    expect([...data.slice(4, 8)]).toEqual([255, 255, 255, 255]);
    expect([...data.slice(8, 12)]).toEqual([128, 184, 216, 255]);
    expect([...data.slice(12)]).toEqual([0, 114, 178, 255]);
  });
  it("read colours as the styles write them, short ones too", () => {
    expect(rgb(" #0072b2")).toEqual([0, 114, 178]);
    expect(rgb("#fff")).toEqual([255, 255, 255]);
  });
  it("of a mask are all or nothing", () => {
    const shape = { rows: 2, past: 0, band: 1 };
    expect([...maskShades("causal", shape)]).toEqual([1, -1, 1, 1]);
    expect([...maskShades("banded", shape)]).toEqual([1, -1, -1, 1]);
  });
  it("leave out rows that are not computed", () => {
    expect([...onlyRows(Float32Array.of(1, -1, 0.5, 1), 1, 2)]).toEqual([-1, -1, 0.5, 1]);
  });
});
