import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { read, write } from "../../features/shapes/address";
import { growth, RUMOURED } from "../../ui/figures/shapes/growth";
import { billions, metric } from "../text/numbers";
import {
  BOUNDS,
  chosenOf,
  counted,
  deviation,
  FAMILIES,
  GPT2_SMALL,
  SHAPE_KEYS,
  SIZES,
  sorted,
  type Chosen,
  type ShapeRow,
} from "./shapes";
import { percentOff, shapeTable } from "../../features/shapes/shapeTable";
import { TRAINED } from "../../features/shapes/trained";
import { fallback } from "../../words";

interface Golden {
  counts: (ReturnType<typeof counted> & { shape: Chosen })[];
}

const path = new URL("../../../../tests/contract/shapes.json", import.meta.url);
const golden = JSON.parse(readFileSync(path, "utf-8")) as Golden;

const NOTHING = {
  month: 2,
  source: "",
  reading: null,
  published: null,
  generates: true,
  installed: false,
};

function row(id: string, year: number | null, shape: Chosen | null): ShapeRow {
  const head = { ...NOTHING, id, name: id, family: "gpt-2" as const, year };
  if (shape === null) return { ...head, family: "gpt-4", parameters: null, shape: null };
  const { parts, ...rest } = counted(shape);
  const sizes = { ...shape, head_size: shape.width / shape.heads };
  return { ...head, ...rest, parts: { ...parts, other: 0 }, shape: sizes };
}

const small = { ...row("small", 2019, GPT2_SMALL), published: 117_000_000 };
const wide = row("wide", 2020, { ...GPT2_SMALL, width: 1536 });
const secret = row("secret", 2023, null);
const here = { ...row("here", null, GPT2_SMALL), month: null, family: "installed" as const };
const ROWS = [secret, wide, here, small];

describe("counting a shape", () => {
  it.each(golden.counts)("equals the golden file: $parameters", ({ shape, ...expected }) => {
    expect(counted(shape)).toEqual(expected);
  });
  it("gives GPT-2 small's embedding its 31.0 percent", () => {
    const { parts, parameters } = counted(GPT2_SMALL);
    expect(((100 * parts.embedding) / parameters).toFixed(1)).toBe("31.0");
  });
  it("counts as operations only what multiplies: no biases, no norms", () => {
    expect(counted(GPT2_SMALL).flops_per_token).toBe(284_812_800);
  });
  it("stays exact at the bounds", () => {
    expect(Number.isSafeInteger(counted({ ...BOUNDS, norm: "pre" }).parameters)).toBe(true);
  });
});

describe("the table of shapes", () => {
  it("sorts both ways and keeps what says nothing at the end", () => {
    const ids = (key: "parameters" | "year", down: boolean) =>
      sorted(ROWS, key, down).map(({ id }) => id);
    expect(ids("parameters", false)).toEqual(["here", "small", "wide", "secret"]);
    expect(ids("parameters", true)).toEqual(["wide", "here", "small", "secret"]);
    expect(ids("year", false)).toEqual(["small", "wide", "secret", "here"]);
  });
  it("says how far a published count is off", () => {
    expect(percentOff(deviation(small) ?? 0)).toBe("\u22126.0\u202f%");
    expect(deviation(secret)).toBeNull();
    expect(percentOff(0.0001)).toBe("0.0\u202f%");
  });
  it("writes every column of every row, numbers as numbers", () => {
    const table = shapeTable(ROWS, fallback.shapes, TRAINED.en);
    expect(table.columns).toHaveLength(SHAPE_KEYS.length + 1); // and what it was trained on
    expect(table.rows.every((cells) => cells.length === table.columns.length)).toBe(true);
    expect(table.rows[3]?.at(-1)).toContain("WebText");
    expect(table.rows[3]?.[2]).toEqual({ value: 124439808, text: "124\u202f439\u202f808" });
    expect(table.rows[0]?.[2]).toEqual({ value: null, text: "undisclosed" });
  });
  it("offers a shape as a start only where it is of the kind that is counted", () => {
    expect(chosenOf(small)).toEqual(GPT2_SMALL);
    expect(chosenOf(secret)).toBeNull();
    expect(chosenOf({ ...here, installed: true })).toBeNull();
  });
  it("writes large numbers short", () => {
    expect([metric(999.6), metric(284812800), metric(3.59e11)]).toEqual([
      "1\u202fk",
      "285\u202fM",
      "359\u202fG",
    ]);
    expect([billions(1.542e9), billions(1.75e11)]).toEqual(["1.542\u202fB", "175\u202fB"]);
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
