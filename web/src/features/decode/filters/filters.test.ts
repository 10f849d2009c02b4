import { describe, expect, it } from "vitest";
import {
  HEAD,
  logitShare,
  panelNames,
  REST,
  ROW,
  filterChart,
  restOf,
  filterRows,
} from "./filters";
import { allowedOf, narrow, sorted } from "../../../core/decoding/filters";

describe("the filters' places", () => {
  it.each([704, 940, 1280, 2000])("stand side by side inside %i px and never overlap", (width) => {
    const { panels, height, shown } = filterChart(width);
    panels.forEach((panel, i) => {
      expect(panel.x).toBeGreaterThanOrEqual((panels[i - 1]?.x ?? 0) + (panels[i - 1]?.width ?? 0));
      expect(panel.x + panel.width).toBeLessThanOrEqual(width);
      expect(panel.bar).toBeGreaterThan(50);
    });
    expect(height).toBe(HEAD + shown * ROW + REST);
  });

  it.each([256, 358])("are two on a phone of %i px: what is left, and the draw", (width) => {
    const { panels, height } = filterChart(width);
    expect(panels.map(({ name }) => name)).toEqual(["top_p", "draw"]);
    expect((panels[1]?.x ?? 0) + (panels[1]?.width ?? 0)).toBeLessThan(width + 0.001);
    expect(height).toBeLessThan(320);
  });

  it.each([256, 358, 640])("stand below each other inside %i px, all of them", (width) => {
    const { panels, height } = filterChart(width, panelNames(false), true);
    panels.forEach((panel, i) => {
      expect(panel.y).toBeGreaterThanOrEqual((panels[i - 1]?.y ?? -1) + (i > 0 ? HEAD : 0));
      expect(panel.names + panel.bar).toBeLessThan(width);
      expect(panel.bar).toBeGreaterThan(80);
    });
    expect(height).toBeGreaterThan(panels.at(-1)?.rows ?? 0);
  });

  it.each([1000, 1220, 1280])("have room for penalties and min-p inside %i px", (width) => {
    const { panels } = filterChart(width, panelNames(true, { min_p: 0.1 }));
    expect(panels.map((panel) => panel.name)).toEqual([
      "logits",
      "adjusted",
      "softmax",
      "top_k",
      "top_p",
      "min_p",
      "draw",
    ]);
    panels.forEach((panel) => {
      expect(panel.bar).toBeGreaterThanOrEqual(50);
      expect(panel.x + panel.width).toBeLessThan(width + 0.001);
    });
  });

  it("measure logits by their distance from the best", () => {
    expect([20, 15, 5].map((z) => logitShare(z, 20))).toEqual([1, 0.5, 0]);
    expect(logitShare(21, 20)).toBe(1); // of a penalty that raises one
  });
});

const logits = Float32Array.from({ length: 1000 }, (_, i) => 8 * Math.cos(i) - (i % 7));
const ordered = sorted(logits);

describe("the rows of the filters", () => {
  const left = narrow(ordered, { temperature: 1, top_k: 9, top_p: 0.8, min_p: 0.9 });

  it("and the rest hold the whole vocabulary at every filter", () => {
    for (const chosen of [0, 3, 400]) {
      const rows = filterRows(left, 6, chosen);
      const rest = restOf(left, rows);
      for (const filter of ["softmax", "top_k", "top_p", "min_p"] as const) {
        const named = rows.reduce((sum, row) => sum + row.cells[filter].p, 0);
        expect(named + rest.p[filter]).toBeCloseTo(1, 12);
        const alive = rows.filter((row) => row.place < left.counts[filter]).length;
        expect(alive + rest.tokens[filter]).toBe(left.counts[filter]);
      }
    }
  });

  it("say which filter removed a token, and what it had before", () => {
    const rows = filterRows(left, 12, 0);
    const { top_k, top_p } = left.counts;
    expect(top_p).toBeLessThan(top_k);
    expect(rows[top_p]?.cells.top_k.removed).toBeNull();
    expect(rows[top_p]?.cells.top_p.removed).toBe("top_p");
    expect(rows[top_p]?.cells.top_p.before).toBe(left.p("top_k", top_p));
    expect(left.counts.min_p).toBeLessThan(top_p);
    expect(rows[left.counts.min_p]?.cells.top_p.removed).toBeNull();
    expect(rows[left.counts.min_p]?.cells.min_p.removed).toBe("min_p");
    expect(rows[10]?.cells.top_k.removed).toBe("top_k");
    expect(rows[10]?.cells.top_p.removed).toBe("top_k");
  });

  it("give the last row to a token drawn from beyond them", () => {
    const rows = filterRows(narrow(ordered, { temperature: 5, top_k: 0, top_p: 1 }), 12, 500);
    expect(rows.map((row) => row.place)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 500]);
    expect(rows[11]?.id).toBe(ordered.order[500]);
  });

  it("leave the likeliest token alone at temperature 0", () => {
    const greedy = narrow(ordered, { temperature: 0, top_k: 5, top_p: 0.5 });
    const rows = filterRows(greedy, 3, greedy.at(0));
    expect(rows.map((row) => row.cells.top_p.p)).toEqual([1, 0, 0]);
    expect(rows.map((row) => row.cells.top_p.removed)).toEqual([null, null, null]);
    expect(restOf(greedy, rows).tokens.softmax).toBe(0);
  });
});

describe("what the form of an answer forbids", () => {
  const logits = Float32Array.from({ length: 40 }, (_, id) => -id / 4);
  const allowed = Uint8Array.from({ length: 40 }, (_, id) => (id % 3 === 2 ? 1 : 0));
  const free = { temperature: 1, top_k: 0, top_p: 1 };

  it("leaves the allowed tokens in their order, from the likeliest of them on", () => {
    const { sorted: left } = allowedOf(sorted(logits), allowed, 0);
    expect([...left.order.subarray(0, 3)]).toEqual([2, 5, 8]);
    expect([...left.below.subarray(0, 3)]).toEqual([0, -0.75, -1.5]);
    expect(left.order).toHaveLength(13);
  });

  it("stands where it would, marked, and counts in nothing that is left", () => {
    const { sorted: left, forbidden } = allowedOf(sorted(logits), allowed, 4);
    const narrowed = narrow(left, free);
    const rows = filterRows(narrowed, 8, 0, forbidden, (id) => 1 / (id + 2));
    expect(rows.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5, 8, 11]);
    expect(rows.filter(({ place }) => place === Infinity).map(({ id }) => id)).toEqual([
      0, 1, 3, 4,
    ]);
    expect(rows[1]?.cells.softmax).toEqual({ p: 0, before: 1 / 3, removed: "form" });
    const shown = rows.reduce((sum, { cells }) => sum + cells.softmax.p, 0);
    expect(shown + restOf(narrowed, rows).p.softmax).toBeCloseTo(1, 12);
    expect(restOf(narrowed, rows).tokens.softmax).toBe(13 - 4);
  });
});
