import { describe, expect, it } from "vitest";
import { LIMITS } from "../api/api.gen";
import {
  BEAM_BOUNDS,
  boundsOf,
  BOUNDS,
  allowed,
  type Knob,
  MIN_PS,
  nearest,
  OCCURRENCES,
  REPETITIONS,
  TEMPERATURES,
  TOP_KS,
  TOP_PS,
} from "./settings";

describe("the bounds of the settings", () => {
  it("are the server's, and what is on a bound is allowed and what is past it is not", () => {
    for (const [field, limit] of Object.entries(LIMITS.SettingsBody) as [
      Knob,
      { maximum: number },
    ][]) {
      expect(BOUNDS[field].max).toBe(limit.maximum);
      expect(allowed(field, limit.maximum)).toBe(true);
      expect(allowed(field, limit.maximum + 1)).toBe(false);
    }
  });
  it("leave out an exclusive minimum and take the first value that a field can show", () => {
    expect(LIMITS.SettingsBody.top_p.exclusiveMinimum).toBe(0);
    expect(allowed("top_p", 0)).toBe(false);
    expect(allowed("top_p", 0.01)).toBe(true);
  });
  it("of whole numbers take no fractions", () => {
    expect(allowed("n", 1.5)).toBe(false);
    expect(allowed("temperature", 1.5)).toBe(true);
  });
  it("come with the step of the field that shows them", () => {
    const limits = { a: { minimum: 2, maximum: 3, whole: true } };
    expect(boundsOf(limits, { a: 1 })).toEqual({ a: { min: 2, max: 3, step: 1, whole: true } });
  });
});

describe("the bounds of a beam search", () => {
  it("are the server's but for the length, which is what a tree can show", () => {
    const { width, n, alpha, max_tokens } = LIMITS.BeamSettingsBody;
    expect(BEAM_BOUNDS.width.max).toBe(width.maximum);
    expect(BEAM_BOUNDS.n.max).toBe(n.maximum);
    expect(BEAM_BOUNDS.alpha).toMatchObject({ min: alpha.minimum, max: alpha.maximum });
    expect(BEAM_BOUNDS.max_tokens.max).toBeLessThanOrEqual(max_tokens.maximum);
  });
});

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
