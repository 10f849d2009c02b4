import { render } from "svelte/server";
import { describe, expect, it } from "vitest";
import GlassPicture from "./GlassPicture.svelte";
import { FOOT } from "./glass";
import { MARGIN, picture, SCALE, SIZE } from "./picture";

const ANSWERS = ["slow", "faster", "fastest", "FAST"];
const LONG = [...Array(7).keys()].map((i) => `an answer so long ${i}`);
const [WIDTH, HEIGHT] = [SIZE.width / SCALE, SIZE.height / SCALE];

describe("where the parts of a saved picture stand", () => {
  it.each([
    ["four answers", "“fast” after examples (opposites)", ANSWERS, 9],
    ["seven long answers", "“fast”", LONG, 9],
    ["many examples", "“fast”", ANSWERS, 17],
  ])("nothing meets another or sticks out: %s", (_, title, names, count) => {
    const at = picture(title, names, count);
    const [y = [], x = []] = [at.keys.map((key) => key.y), at.keys.map((key) => key.x)];
    expect(Math.min(...y)).toBeGreaterThan(at.caption);
    expect(Math.min(...x)).toBe(MARGIN);
    expect(Math.max(...x)).toBeLessThan(WIDTH - MARGIN);
    expect(at.top).toBeGreaterThanOrEqual(Math.max(...y) + 16);
    expect(at.row.foot - at.row.top).toBeGreaterThan(72); // 100 %
    expect(at.top + at.row.foot + FOOT).toBeLessThan(at.foot);
    expect(at.top + at.row.height).toBeLessThan(at.foot);
    expect(at.row.left + count * at.row.pitch).toBeLessThan(WIDTH - 2 * MARGIN + 0.01);
    expect(at.foot).toBeLessThan(HEIGHT);
  });
  it("a long title has smaller letters, a short one none larger than the others", () => {
    const size = (title: string) => picture(title, ANSWERS, 9).title.size;
    const sizes = [10, 40, 80].map((letters) => size("a".repeat(letters)));
    expect(sizes[0]).toBe(25);
    expect(sizes[2]).toBeLessThan(sizes[1] ?? 0);
    expect(size("反".repeat(40))).toBeLessThan(sizes[1] ?? 0);
  });
});

describe("the saved picture", () => {
  const props = {
    ...{ title: "“fast” after examples (<b>)", caption: "Probability of each answer" },
    ...{ answers: ANSWERS, empty: "any other word" },
    ...{ rest: (n: number) => `${n} more`, origin: "SmolLM2 · fp32 · 2026-11-29" },
    glasses: [
      { k: 0, parts: [0.0001, 0.01, 0, 0] },
      { k: 1, parts: [0.66, 0.1, 0, 0] },
    ],
    ...{ lead: 0, k: 1, written: (p: number) => `${Math.round(100 * p)}`, named: String },
  };

  it("has its size, its title, every answer, and whose figures they are", () => {
    const { body } = render(GlassPicture, { props });
    expect(body).toMatch(/<svg[^>]* width="1200" height="630"/);
    for (const text of [...ANSWERS, "any other word", props.caption, props.origin, "&lt;b"])
      expect(body).toContain(text);
    expect(body).not.toContain("<b>");
    expect(body.match(/class="walls/g)).toHaveLength(2);
    expect(body).toContain('data-answer="0" data-p="0.66"');
  });
  it("sums up the answers that have no color", () => {
    const { body } = render(GlassPicture, { props: { ...props, answers: LONG } });
    expect(body).toContain("1 more");
    expect(body).toContain(">+</text>");
  });
});
