import { render } from "svelte/server";
import { describe, expect, it, vi } from "vitest";
import Glass from "./Glass.svelte";
import {
  counts,
  figureOf,
  gathered,
  inside,
  layers,
  level,
  middle,
  row,
  seen,
  stretches,
  under,
} from "./glass";
import { colored, recolored } from "../../../core/answers/colors";
import GlassLegend from "./GlassLegend.svelte";
import GlassRow from "./GlassRow.svelte";

const OPPOSITES = [0.2, 0.1, 0.05, 0.05];

describe("what is in a glass", () => {
  it("is as high as the answers are likely together, the lead one at the foot", () => {
    const poured = layers(OPPOSITES, 2);
    expect(poured.map(({ answer }) => answer)).toEqual([2, 0, 1, 3]);
    expect(poured[0]).toEqual({ answer: 2, from: 0, to: 0.05 });
    expect(poured.at(-1)?.to).toBeCloseTo(0.4);
    expect(level(OPPOSITES)).toBeCloseTo(0.4);
  });
  it("never runs over, whatever rounding adds up to", () => {
    expect(level([0.7, 0.31])).toBe(1);
    expect(layers([0.7, 0.31], null).at(-1)?.to).toBe(1);
  });
  it("is not seen where it is thinner than a line", () => {
    expect(seen(layers([0.5, 0.0001], 0))).toHaveLength(1);
  });
  it("has at most six colors, the lead answer always one of them, and one part for the rest", () => {
    expect(colored(4, null)).toEqual([0, 1, 2, 3]);
    expect(colored(9, 2)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(colored(9, 8)).toEqual([0, 1, 2, 3, 4, 8]);
    const parts = [...Array(9).keys()].map((i) => i / 100);
    const own = gathered(parts, colored(9, 8));
    expect(own).toHaveLength(7);
    expect(own[5]).toBe(0.08);
    expect(own.reduce((a, b) => a + b)).toBeCloseTo(level(parts));
    expect(gathered(OPPOSITES, colored(4, 0))).toEqual(OPPOSITES);
  });
  it("keeps the color of an answer that stays when others come, go or change their order", () => {
    const first = recolored([], ["slow", "faster", "FAST"], 0);
    expect(first).toEqual(["slow", "faster", "FAST"]);
    expect(recolored(first, ["FAST", "cold", "slow"], 2)).toEqual(["slow", "cold", "FAST"]);
    expect(recolored(first, ["FAST"], 0)).toEqual([null, null, "FAST"]);
    expect(recolored(first, ["hot", "cold"], null)).toEqual(["hot", "cold"]);
  });
  it("gives the lead answer a color, and six at most, whatever had one before", () => {
    const many = [..."abcdefgh"];
    const before = recolored([], many, 0);
    expect(before).toEqual([..."abcdef"]);
    expect(recolored(before, many, 7)).toEqual([..."abcdeh"]);
    expect(gathered([0.1, 0.2], [1, -1, 0])).toEqual([0.2, 0, 0.1]);
  });
});

describe("the figure of a glass", () => {
  const of = (parts: number[], lead: number | null, more = {}) =>
    figureOf({ k: 4, parts, ...more }, lead, "B", 240, (p) => String(Math.round(100 * p)));

  it("stands on the liquid where nearly all of it is the answer", () => {
    expect(of([0.01, 0.66], 1)).toEqual({ p: 0.66, text: "66", within: false });
    expect(of([0.2, 0.3], null)).toEqual({ p: 0.5, text: "50", within: false });
  });
  it("stands within the answer's own part where another lies on it, and has its letter", () => {
    expect(of([0.55, 0.33], 1)).toEqual({ p: 0.33, text: "B\u00a033", within: true });
  });
  it("stands above with the answer's letter where that part is too thin, or out of date", () => {
    expect(of([0.84, 0.01], 1)).toEqual({ p: 0.01, text: "B\u00a01", within: false });
    expect(of([0.55, 0.33], 1, { stale: true })?.within).toBe(false);
    expect(of([0.5, 0], 1, { below: 0.02 })?.text).toBe("B\u00a0<\u202f2");
  });
  it("has the letter where a thin part of another answer is all that one sees", () => {
    expect(of([0.0004, 0.01], 0)).toEqual({ p: 0.0004, text: "B\u00a00", within: false });
    expect(of([0.0004, 0.002], 0)?.text).toBe("0");
    expect(of([0.3, 0.01], 0)?.text).toBe("30");
  });
  it("is none where nothing is known", () => {
    expect(figureOf({ k: 4, parts: null }, 1, "B", 240, String)).toBeNull();
  });
});

describe("a row of glasses", () => {
  it.each([340, 760])("stays in its %i pixels, each under its own pointer", (width) => {
    const at = row(width, 9, 200, true);
    expect(middle(at, 8) + at.glass / 2).toBeLessThanOrEqual(width);
    expect(at.glass).toBeLessThan(at.pitch);
    [0, 4, 8].forEach((i) => expect(under(at, middle(at, i), 9)).toBe(i));
    expect([under(at, -50, 9), under(at, width + 50, 9)]).toEqual([0, 8]);
  });
  it("has straight walls, so that no area lies", () => {
    expect(inside(56, 236)).toMatch(/^M2 0V229Q2 236 9 236H47Q54 236 54 229V0Z$/);
  });
  it("says the likeliest word once as far as it reaches, and nothing where it is not known", () => {
    expect(stretches([" ", "fast", "fast", "slow", null, "slow", "slow"])).toEqual([
      { word: " ", from: 0, to: 0 },
      { word: "fast", from: 1, to: 2 },
      { word: "slow", from: 3, to: 3 },
      { word: "slow", from: 5, to: 6 },
    ]);
  });
  it("leaves numbers out where there is no room, never the least, the most and the selected", () => {
    expect(counts(8, 3, 9)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const few = counts(16, 3, 9);
    expect(few).toEqual(expect.arrayContaining([0, 3, 16]));
    expect(few.length).toBeLessThanOrEqual(10);
  });
});

const glasses = [
  { k: 0, parts: [0.0001, 0.01, 0, 0] },
  { k: 1, parts: [0.66, 0.1, 0, 0] },
  { k: 2, parts: null, coming: true },
];
const props = {
  glasses,
  label: "Nine glasses",
  lead: 0,
  k: 1,
  written: (p: number) => `${Math.round(100 * p)}`,
  spoken: ({ k }: { k: number }) => `${k} spoken`,
  named: (k: number) => `${k} examples`,
};

describe("the drawing", () => {
  it("pours each answer to its height, and leaves the rest empty", () => {
    const single = {
      glass: { k: 1, parts: [0.66, 0.1, 0, 0] },
      width: 50,
      height: 100,
      lead: 0,
      liquids: "a",
    };
    const { body } = render(Glass, { props: single });
    expect(body).toMatch(/data-answer="0" data-p="0.66" style="transform: translate\(0px, 34/);
    expect(body).toContain('data-answer="1" data-p="0.1" style="transform: translate(0px, 24');
    expect(body).toMatch(/>A<\/text>/);
    expect(render(Glass, { props: { ...single, poured: false } }).body).toContain("101px");
  });
  it("writes an answer's figure within its part, and only there, where another lies on it", () => {
    const mixed = { ...props, glasses: [{ k: 1, parts: [0.33, 0.55, 0, 0] }] };
    const { body } = render(GlassRow, { props: mixed });
    expect(body.match(/A\u00a033/g)).toHaveLength(1);
    expect(body).toMatch(/data-answer="0"[^]*class="level letter on"[^]*A\u00a033/);
    expect(body).toMatch(/>B<\/text>/);
  });
  it("is hatched while a number is coming, and only then", () => {
    const { body } = render(GlassRow, { props });
    expect(body.match(/class="hatch/g)).toHaveLength(1);
  });
  it("is a slider that says its glass, or a picture where nothing can be chosen", () => {
    const { body } = render(GlassRow, { props: { ...props, choose: vi.fn() } });
    expect(body.match(/type="range"/g)).toHaveLength(1);
    expect(body).toContain('min="0" max="2" value="1"');
    expect(body).toContain('aria-valuetext="1 spoken"');
    const picture = render(GlassRow, { props }).body;
    expect(picture).not.toContain("<input");
    expect(picture).toContain('aria-label="Nine glasses"');
  });
  it("writes the likeliest words, the lead one apart, and escapes them", () => {
    const words = ["<b>", "slow", null];
    const isLead = (word: string) => word === "slow";
    const { body } = render(GlassRow, {
      props: { ...props, words, wordsName: "Likeliest", isLead },
    });
    expect(body).toContain("Likeliest");
    expect(body).toContain("&lt;b");
    expect(body).not.toContain("<b>");
    expect(body.match(/class="stretch/g)).toHaveLength(2);
  });
  it("names each answer with its letter, and opens those without a color", () => {
    const answers = ["a", "b", "c", "d", "e", "f", "g", "last"];
    const { body } = render(GlassLegend, {
      props: { answers, lead: 7, empty: "any other", rest: (n: number) => `${n} more` },
    });
    expect(body).toMatch(/<summary>2 more<\/summary>/);
    expect(body).toContain("f · g");
    expect(body).toContain("any other");
  });
});
