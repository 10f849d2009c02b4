import { describe, expect, it } from "vitest";
import { allowed } from "../../core/decoding/settings";
import { MIN_PS, nearest, OCCURRENCES, REPETITIONS, TEMPERATURES, TOP_KS, TOP_PS } from "./stops";

describe("the sliders' stops", () => {
  it("are all values that the server takes", () => {
    expect(TEMPERATURES.every((value) => allowed("temperature", value))).toBe(true);
    expect(TOP_KS.every((value) => allowed("top_k", value))).toBe(true);
    expect(TOP_PS.every((value) => allowed("top_p", value))).toBe(true);
    expect(MIN_PS.every((value) => allowed("min_p", value))).toBe(true);
    expect(REPETITIONS.every((value) => allowed("repetition_penalty", value))).toBe(true);
    expect(OCCURRENCES.every((value) => allowed("presence_penalty", value))).toBe(true);
    expect(OCCURRENCES.every((value) => allowed("frequency_penalty", value))).toBe(true);
  });
  it("rise, and off is at the end", () => {
    const rises = (stops: number[]) =>
      stops.every((stop, i) => i === 0 || stop > (stops[i - 1] ?? 0));
    expect(rises(TEMPERATURES)).toBe(true);
    expect(rises(TOP_KS.slice(0, -1))).toBe(true);
    expect(TOP_KS.at(-1)).toBe(0);
    expect(rises(TOP_PS)).toBe(true);
    expect(TOP_PS.at(-1)).toBe(1);
  });
  it("hold the value that is off", () => {
    expect(MIN_PS[0]).toBe(0);
    expect(REPETITIONS).toContain(1);
    expect(OCCURRENCES).toContain(0);
    for (const stops of [MIN_PS, REPETITIONS, OCCURRENCES]) {
      expect(stops.every((stop, i) => i === 0 || stop > (stops[i - 1] ?? 0))).toBe(true);
    }
  });
  it("stand near every value between", () => {
    expect(TEMPERATURES[nearest(TEMPERATURES, 0.82)]).toBe(0.8);
    expect(TOP_KS[nearest(TOP_KS, 0)]).toBe(0);
    expect(TOP_KS[nearest(TOP_KS, 1_000_000)]).toBe(20_000);
  });
});
