// Each drawing mounted alone, from props only: no store, no server, no browser.

import { render } from "svelte/server";
import { describe, expect, it } from "vitest";
import type { Lens } from "../../core/api/api.gen";
import { layout } from "../../core/attention/grid";
import { en } from "../../words/en";
import { zh } from "../../words/zh";
import LensDrawing from "./attention/LensDrawing.svelte";
import PartsDrawing from "./attention/PartsDrawing.svelte";
import RanksDrawing from "./attention/RanksDrawing.svelte";
import SurprisalDrawing from "./attention/SurprisalDrawing.svelte";
import { axis } from "./axis/axis";
import AxisDrawing from "./axis/AxisDrawing.svelte";
import Mark from "./axis/Mark.svelte";
import TokenGrid from "./tokens/TokenGrid.svelte";
import DotsDrawing from "./training/DotsDrawing.svelte";
import { headGrid } from "./training/heads";
import LineChart from "./training/LineChart.svelte";
import SparksDrawing from "./training/SparksDrawing.svelte";

const nothing = () => undefined;

function countOf(html: string, pattern: RegExp): number {
  return html.match(new RegExp(pattern, "g"))?.length ?? 0;
}

describe("the axis", () => {
  const lanes = ["zero", "few"] as const;
  const values = lanes.map((lane, i) => ({ lane, k: 4 * i, p: 0.25 + 0.5 * i }));
  const row = { label: " slow", values, name: "slow" };
  const props = {
    drawing: axis([row], lanes, 860, 8),
    named: [row],
    scores: [],
    expected: " slow",
    label: "Two lanes",
    contentFree: null,
    chance: 0.5,
    guess: { label: null, name: "Your guess" },
    stale: (lane: string) => lane === "few",
  };

  it("puts a mark for each lane where its probability stands", () => {
    const { body } = render(AxisDrawing, { props });
    expect(countOf(body, /class="mark/)).toBe(2);
    expect(body).toContain('data-lane="few" data-p="0.75"');
    expect(body).toContain('data-reference="chance" data-p="0.5"');
    expect(body).toContain('aria-label="Two lanes"');
  });
  it("says the guess in the words that it is given, at its row only", () => {
    expect(render(AxisDrawing, { props }).body).not.toContain("Your guess");
    const guess = { label: " slow", name: "你的猜测" };
    expect(render(AxisDrawing, { props: { ...props, guess } }).body).toContain("▴ 你的猜测");
  });
  it("breaks the outline of the marks that are out of date, and of no others", () => {
    expect(countOf(render(AxisDrawing, { props }).body, /class="[^"]*\bstale\b/)).toBe(1);
    const fresh = { ...props, stale: () => false };
    expect(render(AxisDrawing, { props: fresh }).body).not.toMatch(/class="[^"]*\bstale\b/);
  });
  it("draws a second model's marks as open hexagons with the same digits, under its name", () => {
    const other = { ...row, values: values.map((value) => ({ ...value, p: 1 - value.p })) };
    const drawing = axis([row], lanes, 860, 8, [other]);
    const { body } = render(AxisDrawing, { props: { ...props, drawing, second: "<b>toy</b>" } });
    const [first = "", second = ""] = body.split("data-second=");
    expect(first).not.toContain("M-9 0");
    expect(countOf(second, /M-9 0/)).toBe(2);
    expect(second).toContain('data-lane="few" data-p="0.25"');
    expect(second).toMatch(/>0<\/text>[^]*>4<\/text>/);
    expect(second).not.toContain("<b>");
  });
  it("writes the number of examples on a mark, and R where it reasons", () => {
    expect(render(Mark, { props: { lane: "one", k: 1 } }).body).toContain(">1</text>");
    expect(render(Mark, { props: { lane: "reason", k: 3 } }).body).toContain(">R</text>");
  });
});

describe("a grid of tokens", () => {
  const props = {
    at: layout(2, 400, false),
    tokens: ["a", "b"],
    parts: [],
    shades: Float32Array.of(1, -1, 0.25, 0.75),
    row: 1,
    column: 0,
    label: (r: number, c: number) => `${r} looks at ${c}`,
    look: nothing,
    go: nothing,
    name: "Attention",
  };

  it("has a cell for every pair, one of which Tab reaches", () => {
    const { body } = render(TokenGrid, { props });
    expect(countOf(body, /role="gridcell"/)).toBe(4);
    expect(countOf(body, /tabindex="0"/)).toBe(1);
    expect(body).toMatch(/data-cell="1-0" tabindex="0" aria-label="1 looks at 0"/);
  });
  it("shades what may be seen and leaves the rest open", () => {
    const { body } = render(TokenGrid, { props });
    expect(body.match(/fill-opacity="[^"]+"/g)).toEqual([
      'fill-opacity="1"',
      'fill-opacity="0.25"',
      'fill-opacity="0.75"',
    ]);
  });
});

describe("the logit lens", () => {
  const [fast, slow] = [
    { id: 1, text: " fast" },
    { id: 2, text: " slow" },
  ];
  const layer = (n: number, rank: number) => ({
    layer: n,
    top: [{ ...(rank === 0 ? slow : fast), p: 0.5 }],
    final: { p: 0.5, rank },
    next: null,
    entropy: 1,
  });
  const layers = [layer(0, 90), layer(1, 0)];
  const lens: Lens = { row: 0, after: "layer", kind: "logit", final: slow, next: null, layers };
  const props = { lens, label: "Lens", twoLines: false, words: en.inside.lens };

  it("has a line a layer, and its likeliest token in it", () => {
    const { body } = render(LensDrawing, { props });
    expect(countOf(body, /data-layer="/)).toBe(2);
    expect(body).toContain("fast");
    expect(body).toContain("slow");
  });
  it("speaks the language of the words that it is given", () => {
    const { body } = render(LensDrawing, { props });
    expect(body).toContain(en.inside.lens.input);
    expect(body).toMatch(/data-layer="1"[^]*?>0</); // what layer 0 left
    const chinese = render(LensDrawing, { props: { ...props, words: zh.inside.lens } }).body;
    expect(chinese).toContain(zh.inside.lens.input);
    expect(chinese).not.toContain(`>${en.inside.lens.input}<`);
  });
});

describe("attention on the parts of a prompt", () => {
  it("draws each share as long as it is large, and says how it compares", () => {
    const part = { name: "Example 1" } as never;
    const sums = [{ part, sum: 0.5, expected: 0.25 }];
    const props = { sums, label: "Parts", written: (ratio: number | null) => `${ratio}x` };
    const { body } = render(PartsDrawing, { props });
    const [, ground] = body.match(/class="ground[^>]* width="([\d.]+)"/) ?? [];
    const [, sum] = body.match(/class="sum[^>]* width="([\d.]+)"/) ?? [];
    expect(Number(sum)).toBeCloseTo(Number(ground) / 2);
    expect(body).toContain("2x");
  });
});

describe("ranked heads", () => {
  it("are buttons, and the picked one says so", () => {
    const ranked = [
      { layer: 2, head: 1, share: 0.5 },
      { layer: 0, head: 0, share: 0.25 },
    ];
    const name = (layer: number, head: number) => `head ${layer}.${head}`;
    const isPicked = (head: { layer: number }) => head.layer === 0;
    const { body } = render(RanksDrawing, { props: { ranked, name, isPicked, pick: nothing } });
    expect(body.match(/aria-pressed="\w+"/g)).toEqual([
      'aria-pressed="false"',
      'aria-pressed="true"',
    ]);
    expect(body).toContain("head 2.1");
  });
});

describe("surprising tokens", () => {
  it("are labelled with their figures, the first as first", () => {
    const piece = (text: string) => ({ id: 1, text, start: 0, end: 1, part: null, special: false });
    const pieces = [piece("a"), piece("b")];
    const surprisals = [null, { nats: 2, p: Math.exp(-2), rank: 4 }];
    const words = en.inside.surprisal;
    const { body } = render(SurprisalDrawing, { props: { pieces, surprisals, words } });
    expect(body).toContain(words.first("a"));
    expect(body).toContain(words.token("b", Math.exp(-2), 4, 2));
  });
});

describe("a chart of training", () => {
  const curve = {
    id: "4",
    points: [
      { step: 0, x: 0, y: 0 },
      { step: 10, x: 100, y: 0.5, low: 0.4, high: 0.6 },
    ],
  };
  const props = {
    label: "Choice",
    curves: [curve],
    name: (id: string) => `${id} examples`,
    value: (y: number) => `${100 * y} %`,
    tick: String,
    x: { min: 0, max: 100 },
    y: { min: 0, max: 1 },
    xName: "tokens",
  };

  it("names a curve at its end, with the value there", () => {
    const { body } = render(LineChart, { props });
    expect(body).toContain("4 examples");
    expect(body).toContain("50 %");
    expect(body).not.toContain("cursor");
  });
  it("reads the curves off at a step", () => {
    const { body } = render(LineChart, { props: { ...props, at: 0 } });
    expect(countOf(body, /<circle/)).toBe(1);
    expect(body).toContain("0 %");
    expect(body).not.toContain("50 %");
  });
  it("has a cell a head, with its score", () => {
    const curves = ["0.0", "0.1"].map((id, i) => ({
      id,
      points: [{ step: 0, x: 0, y: 0.1 + 0.5 * i }],
    }));
    const cell = (layer: number, head: number, value: string) => `${layer}.${head}: ${value}`;
    const { body } = render(SparksDrawing, {
      props: { grid: headGrid(curves, 300, 1, null), label: "Heads", cell, written: String },
    });
    expect(body).toContain("0.1: 0.6");
    expect(countOf(body, /class="value[^"]* high|class="value high/)).toBe(1);
  });
  it("has a dot for each who answered, with the interval in figures", () => {
    const row = { kind: "shots", name: "4", choice: [0.5, 0.4, 0.6], form: null, n: 100 } as const;
    const { body } = render(DotsDrawing, {
      props: {
        rows: [row, { ...row, kind: "baseline", name: "majority" }],
        chance: 0.25,
        label: "Who is right",
        nameOf: ({ name }: { name: string }) => `<${name}>`,
        headOf: (kind: string) => `of ${kind}`,
      },
    });
    expect(countOf(body, /class="mark shots/)).toBe(1);
    expect(countOf(body, /class="mark baseline/)).toBe(1);
    expect(body).toContain("&lt;majority>");
    expect(body).toMatch(/50\.0.* \[40\.0.*, 60\.0/);
  });
});
