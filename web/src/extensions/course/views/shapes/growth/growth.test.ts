// Where the shapes stand in the drawing of parameters by year.

import { describe, expect, it } from "vitest";
import type { ShapeRow } from "../../../../../core/models/shapes";
import { growth } from "./growth";

const row = (id: string, parameters: number, year: number | null) =>
  ({ id, name: id, family: year === null ? "installed" : "gpt", parameters, year, month: 1 }) as ShapeRow; // prettier-ignore
const published = [row("gpt-2", 1.5e9, 2019), row("gpt-3", 1.75e11, 2020)];
const small = ["a", "b", "c"].map((id, at) => row(id, 6.9e6 + at * 1e4, null));
const ends = (rows: ShapeRow[]) => growth(rows, 860).ticks.map(({ value }) => value);

describe("a shape smaller than those that were published", () => {
  it("lengthens the axis down to it", () => {
    expect(ends(published)[0]).toBe(1e8);
    expect(ends([...published, ...small])[0]).toBe(1e6);
  });
  it("stands where its size is, between two ticks", () => {
    const drawn = growth([...published, ...small], 860);
    const at = (size: number) => drawn.ticks.find(({ value }) => value === size)?.at ?? NaN;
    const spot = drawn.spots.find(({ id }) => id === "a");
    expect(spot?.y).toBeLessThan(at(1e6));
    expect(spot?.y).toBeGreaterThan(at(1e7));
  });
});

describe("installed models of one size", () => {
  it("stand beside one another within their lane", () => {
    for (const width of [320, 860]) {
      const { spots, here, right } = growth([...published, ...small], width);
      const places = spots.slice(2).map(({ x }) => x).sort((a, b) => a - b); // prettier-ignore
      expect(places[1]).toBe(here);
      expect(Math.min(...places.slice(1).map((x, i) => x - (places[i] ?? 0)))).toBeGreaterThan(12);
      expect(places[0]).toBeGreaterThan(right);
      expect(places.at(-1)).toBeLessThan(width);
    }
  });
  it("stay in their lane, however many", () => {
    const many = Array.from({ length: 30 }, (_, at) => row(String(at), 6.9e6, null));
    const { spots, right } = growth([...published, ...many], 390);
    const places = spots.slice(2).map(({ x }) => x);
    expect(Math.min(...places)).toBeGreaterThan(right);
    expect(Math.max(...places)).toBeLessThan(390);
  });
});
