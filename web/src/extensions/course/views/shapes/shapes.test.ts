import { describe, expect, it } from "vitest";
import {
  BOUNDS,
  deviation,
  FAMILIES,
  GPT2_SMALL,
  SHAPE_KEYS,
  SIZES,
  type Chosen,
} from "../../../../core/models/shapes";
import { row, ROWS, secret, small } from "../../../../core/models/testing";
import { WORDS } from "../words";
import { read, write } from "./address";
import { growth, RUMOURED } from "./growth/growth";
import { percentOff, shapeTable } from "./shapeTable";
import { TRAINED } from "./trained";

describe("the table of shapes", () => {
  it("says how far a published count is off", () => {
    expect(percentOff(deviation(small) ?? 0)).toBe("\u22126.0\u202f%");
    expect(deviation(secret)).toBeNull();
    expect(percentOff(0.0001)).toBe("0.0\u202f%");
  });
  it("writes every column of every row, numbers as numbers", () => {
    const table = shapeTable(ROWS, WORDS.en.shapes, TRAINED.en);
    expect(table.columns).toHaveLength(SHAPE_KEYS.length + 1); // and what it was trained on
    expect(table.rows.every((cells) => cells.length === table.columns.length)).toBe(true);
    expect(table.rows[3]?.at(-1)).toContain("WebText");
    expect(table.rows[3]?.[2]).toEqual({ value: 124439808, text: "124\u202f439\u202f808" });
    expect(table.rows[0]?.[2]).toEqual({ value: null, text: "undisclosed" });
  });
});

describe("parameters by year", () => {
  const { spots, ticks, left } = growth(ROWS, 860);
  const spot = (id: string) => spots.find((item) => item.id === id);

  it("puts ten times as much one step higher", () => {
    const gaps = ticks.slice(1).map((tick, i) => (ticks[i]?.at ?? 0) - tick.at);
    for (const gap of gaps) expect(gap).toBeCloseTo(gaps[0] ?? 0, 9);
    expect(spot("wide")?.y).toBeLessThan(spot("small")?.y ?? 0);
    expect(spot("wide")?.x).toBeGreaterThan(spot("small")?.x ?? 0);
    expect(spot("small")?.x).toBeGreaterThan(left);
  });
  it("marks a rumour as one, and what is installed at the right", () => {
    expect(spot("secret")).toMatchObject({ family: "rumour", parameters: RUMOURED });
    expect(spot("here")?.x).toBeGreaterThan(spot("secret")?.x ?? 0);
  });
  it.each([280, 358, 720, 1280])("lets no two labels meet at %i pixels", (width) => {
    const many = Array.from({ length: 12 }, (_, i) =>
      row(`GPT-3 ${i}`, 2020, { ...GPT2_SMALL, layers: 1 + i * i }),
    );
    const labels = growth([...many, ...ROWS], width).spots.flatMap(({ label, name }) =>
      label === null ? [] : [{ ...label, long: 7.5 * name.length }],
    );
    const span = (l: (typeof labels)[number]) =>
      l.anchor === "end" ? [l.x - l.long, l.x] : [l.x, l.x + l.long];
    labels.forEach((a, i) => {
      labels.slice(i + 1).forEach((b) => {
        const [aFrom = 0, aTo = 0] = span(a);
        const [bFrom = 0, bTo = 0] = span(b);
        expect(Math.abs(a.y - b.y) >= 15 || aTo < bFrom || bTo < aFrom).toBe(true);
      });
    });
    expect(labels.length).toBeGreaterThan(2);
  });
});

describe("the address of the shapes", () => {
  it("gives any state back", () => {
    for (let i = 0; i < 200; i++) {
      const chosen: Chosen = { ...GPT2_SMALL, norm: i % 2 ? "pre" : "post" };
      for (const [j, key] of SIZES.entries())
        chosen[key] = 1 + ((i * 7919 + j * 104729) % BOUNDS[key]);
      const state = {
        sort: SHAPE_KEYS[i % SHAPE_KEYS.length] ?? "year",
        down: i % 3 === 0,
        families: FAMILIES.filter((_, j) => (i >> j) % 2 === 0),
        chosen,
      };
      expect(read(new URLSearchParams(write(state).toString()))).toEqual(state);
    }
  });
  it("is empty as the page opens", () => {
    expect(write(read(new URLSearchParams())).toString()).toBe("");
  });
  it.each(["sort=price", "show=gpt-9", "layers=0", "layers=1.5", "width=99999999", "norm=none"])(
    "refuses %s",
    (query) => expect(() => read(new URLSearchParams(query))).toThrow(),
  );
});
