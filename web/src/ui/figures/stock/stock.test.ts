// Each stock drawing mounted alone, from props only.

import { render } from "svelte/server";
import { describe, expect, it } from "vitest";
import CurvesDrawing from "./CurvesDrawing.svelte";
import HeatDrawing from "./HeatDrawing.svelte";
import HistogramDrawing from "./HistogramDrawing.svelte";
import RowsDrawing from "./RowsDrawing.svelte";
import { metric } from "../../../core/text/numbers";
import { axes, curvesOf, tickOf, valuesOf, withInterval, written } from "./stock";

const THIN = "\u202f";
const rising = [1, 10, 100].map((x, i) => ({
  x,
  y: 0.2 * i,
  low: 0.2 * i - 0.1,
  high: 0.2 * i + 0.1,
}));
const series = [
  { name: "a", shown: "Alpha", x: "", unit: "share", points: rising },
  { name: "b", shown: "<b>Beta</b>", x: "", unit: "share", points: rising.slice(1) },
];
const named = ["cat", "dog"].map((x, i) => ({ x, y: 1 + i, low: 0.5 + i, high: 1.5 + i }));
const categories = [{ name: "a", shown: "Alpha", x: "", unit: "epochs", points: named }];
const props = { label: "A figure", x: "size", y: "share", nameOf: (name: string) => `the ${name}` };

const countOf = (html: string, pattern: RegExp) =>
  html.match(new RegExp(pattern, "g"))?.length ?? 0;

describe("curves", () => {
  const { body } = render(CurvesDrawing, { props: { ...props, series, log: true } });
  it("have a line, a band and a mark a point each, named at their ends as text", () => {
    expect(countOf(body, /class="line/)).toBe(2);
    expect(countOf(body, /class="mark/)).toBe(5);
    expect(body).toContain("Alpha");
    expect(body).toContain("&lt;b>Beta");
    expect(body).toContain('aria-label="A figure"');
  });
  it("leave the points of a loose series without a line", () => {
    const { body: loose } = render(CurvesDrawing, { props: { ...props, series, loose: ["b"] } });
    expect(countOf(loose, /class="line/)).toBe(1);
    expect(countOf(loose, /class="mark/)).toBe(5);
  });
  it("stand equally far apart for equal factors on a logarithmic axis", () => {
    const size = { width: 500, height: 300, left: 40, right: 60 };
    const options = { y: { min: 0, max: 1 }, log: true };
    const { box, x } = axes(curvesOf(series, true), size, { ...options, least: 50 });
    const [unit = 0, ten = 0, hundred = 0] = [1, 10, 100].map((v) => box.x(Math.log10(v)));
    expect(ten - unit).toBeCloseTo(hundred - ten);
    expect(x.map(({ value }) => value)).toEqual([1, 10, 100]);
  });
  it("have ticks at their own x where these are round and far enough apart, else at round ones", () => {
    const valuesOf = (xs: number[], width = 500) => {
      const points = xs.map((x) => ({ x, y: 0.5 }));
      const size = { width, height: 300, left: 40, right: 60 };
      const of = curvesOf([{ name: "a", x: "", unit: "", points }], true);
      const { x } = axes(of, size, { y: { min: 0, max: 1 }, log: true, least: 50 });
      return x.map(({ value }) => value);
    };
    expect(valuesOf([1, 2, 4, 8, 16])).toEqual([1, 2, 4, 8, 16]);
    expect(valuesOf([1, 2, 4, 8, 16], 200)).toEqual([1, 10]);
    expect(valuesOf([24576, 552960])).toEqual([50_000, 100_000, 200_000, 500_000]);
  });
  it("have whole ticks where every x is whole", () => {
    const points = [2, 3, 4].map((x) => ({ x, y: 0.5 }));
    const size = { width: 900, height: 300, left: 40, right: 60 };
    const options = { y: { min: 0, max: 1 }, log: false };
    const { x } = axes([{ id: "terms", points }] as never, size, options);
    expect(x.map(({ value }) => value)).toEqual([2, 3, 4]);
  });
});

describe("rows", () => {
  it("have a dot and an interval each, with the figures beside them", () => {
    const { body } = render(RowsDrawing, { props: { ...props, series: categories } });
    expect(countOf(body, /class="mark/)).toBe(2);
    expect(countOf(body, /class="interval/)).toBe(2);
    expect(body).toContain("the dog");
    expect(body).toContain("2.0 [1.5, 2.5]");
    expect(body).not.toContain("<rect");
  });
  it("are bars from 0, as long as their values", () => {
    const { body } = render(RowsDrawing, { props: { ...props, series: categories, bars: true } });
    const [first, second] = [...body.matchAll(/<rect[^>]* width="([\d.]+)"/g)].map(([, w]) =>
      Number(w),
    );
    expect((second ?? 0) / (first ?? 1)).toBeCloseTo(2);
  });
});

describe("rows on both sides of 0", () => {
  const apart = [
    {
      ...categories[0],
      points: [
        { x: "up", y: 2 },
        { x: "down", y: -1 },
      ],
    },
  ];
  it("are bars away from 0 to either side, and have a line there", () => {
    const { body } = render(RowsDrawing, {
      props: { ...props, series: apart as never, bars: true },
    });
    const [up, down] = [...body.matchAll(/<rect x="([\d.]+)"[^>]* width="([\d.]+)"/g)].map(
      ([, x, width]) => [Number(x), Number(width)] as const,
    );
    if (up === undefined || down === undefined) throw new Error("two bars were expected");
    expect(down[0] + down[1]).toBeCloseTo(up[0]);
    expect(up[1] / down[1]).toBeCloseTo(2);
    expect(countOf(body, /class="zero/)).toBe(1);
  });
});

describe("the other drawings", () => {
  it("draw a distribution as one closed outline a series", () => {
    const { body } = render(HistogramDrawing, { props: { ...props, series } });
    expect(countOf(body, /class="fill/)).toBe(2);
    expect(countOf(body, / d="M[^"]*Z"[^>]*class="fill|class="fill[^>]* d="M[^"]*Z"/)).toBe(2);
  });
  it("have a cell of the heat map for each point, the darker the larger", () => {
    const { body } = render(HeatDrawing, { props: { ...props, series } });
    const depths = [...body.matchAll(/fill-opacity="([\d.]+)"/g)].map(([, depth]) => Number(depth));
    expect(depths).toHaveLength(5);
    expect(depths[2]).toBeGreaterThan(depths[1] ?? 1);
  });
});

describe("a number of a figure", () => {
  it.each([
    [written(0.5, "share"), `50.0${THIN}%`],
    [written(12345, "count"), `12${THIN}345`],
    [written(3.4739, "epochs"), "3.47"],
    [written(1, "epochs"), "1"],
    [written(0.04, "nats"), "0.04"],
    [written(4e-9, "p-value"), "< 0.0001"],
    [written(0.0213, "p-value"), "0.0213"],
    [tickOf(0.25, "share"), "25"],
    [tickOf(30000, ""), `30${THIN}000`],
    [tickOf(1e6, ""), metric(1e6)],
    [tickOf(2e11, ""), metric(2e11)],
    [withInterval({ y: 0.5, low: 0.4, high: 0.6 }, "share"), `50.0${THIN}% [40.0, 60.0]`],
    [withInterval({ y: 2 }, "epochs"), "2"],
    [withInterval({ y: 4.7, low: 4.308, high: 5.08 }, "nats"), "4.70 [4.31, 5.08]"],
    [withInterval({ y: 0.12, low: 0.0408, high: 0.198 }, "nats"), "0.120 [0.041, 0.198]"],
    [withInterval({ y: -0.0051, low: -0.0391, high: 0.029 }, "nats"), "−0.005 [−0.039, 0.029]"],
    [withInterval({ y: -0.281, low: -0.5, high: 0.01 }, "share"), `−28.1${THIN}% [−50.0, 1.0]`],
    [tickOf(-0.4, "share"), "−40"],
  ])("is written %s", (written, expected) => {
    expect(written).toBe(expected);
  });
  it("counts with its interval among the values of an axis", () => {
    expect(Math.min(...valuesOf(series))).toBe(-0.1);
  });
});
