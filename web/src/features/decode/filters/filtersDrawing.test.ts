// The drawing of the filters mounted alone, from props only.

import { render } from "svelte/server";
import { describe, expect, it } from "vitest";
import { Distribution } from "../../../core/decoding/distribution";
import { EXACT } from "../../../core/models/precision";
import { Vocabulary } from "../../../core/text/tokens";
import { en } from "../../../words/en";
import { zh } from "../../../words/zh";
import { DEFAULTS, type DrawSettings } from "../../../core/address/decode";
import { filterChart, filterRows, panelNames, type FilterScene } from "./filters";
import FiltersDrawing from "./FiltersDrawing.svelte";

const ORIGIN = { recorded: null, model: "m", numbers: EXACT };
const logits = Float32Array.of(3, 2, 1, 0);
const shown = new Distribution("a", [], logits, ORIGIN, { prompt: [2], generated: [] });
const words = new Vocabulary([" one", " two", "<b>", " four"]);

function drawing(
  edit: Partial<DrawSettings>,
  change: Partial<FilterScene> = {},
  t = en,
  width = 1280,
): string {
  const settings: DrawSettings = { ...DEFAULTS, temperature: 1, top_k: 0, top_p: 1, ...edit };
  const penalised = shown.penalised(settings);
  const left = shown.narrowed(settings);
  const draws = [{ sample: 0, u: 0.9, place: 1 }];
  const scene: FilterScene = {
    ...{ shown, penalised, left, settings, draws, sample: 0, chosen: 1, step: 0, words },
    ...{ counts: null, many: 1000, ...change },
  };
  const chart = filterChart(width, panelNames(penalised.logits !== logits, settings));
  const rows = filterRows(left, chart.shown, scene.chosen);
  const props = { scene, chart, rows, t: t.decode, ontake: () => undefined };
  return render(FiltersDrawing, { props }).body.replace(/<!--.*?-->/g, "");
}

const countOf = (body: string, pattern: RegExp) => [...body.matchAll(pattern)].length;

describe("the drawing of the filters", () => {
  it("gives every token one button, and Tab the first of them", () => {
    const body = drawing({});
    expect(countOf(body, /role="button"/g)).toBe(4);
    expect(countOf(body, /tabindex="0"/g)).toBe(1);
  });

  it("draws a token's probability at each filter, and why a filter removed it", () => {
    const body = drawing({ top_k: 2 });
    expect(countOf(body, /data-filter="softmax"/g)).toBe(4);
    expect(countOf(body, /data-filter="top_k"/g)).toBe(2);
    expect(body).toContain(en.decode.filters.removed.top_k);
  });

  it("marks the token that the chosen sample fell on, with the sample's digit", () => {
    const body = drawing({});
    expect(body).toMatch(/class="now[^"]*" data-sample="0"/);
    expect(body).toContain("0.9000");
    expect(drawing({}, { draws: [] })).not.toContain("data-sample");
  });

  it("counts many draws in place of the samples", () => {
    const body = drawing({}, { counts: Uint16Array.of(600, 250, 100, 50) });
    expect(body).toMatch(/data-hits="600"/);
    expect(body).toContain(en.decode.filters.manyDrawn(1000));
    expect(body).not.toContain("data-sample");
  });

  it("has a panel for penalties only where they change a logit", () => {
    expect(drawing({})).not.toContain('data-filter="adjusted"');
    const body = drawing({ repetition_penalty: 2 });
    expect(body).toMatch(/class="figure changed[^"]*" data-filter="adjusted"/);
  });

  it("says how unsure the model is in one form, and what the scores are less", () => {
    const body = drawing({});
    expect(body).toMatch(/as unsure as [\d.]+ equal choices/);
    expect(body).toContain("Score − best");
    expect(drawing({}, {}, zh)).toMatch(/像面对 [\d.]+ 个同样可能的选择/);
  });

  it("has shorter heads where columns are narrow, so that none runs into the next", () => {
    const heads = (width: number, t = en) => {
      const body = drawing({ temperature: 0.8 }, {}, t, width);
      return [...body.matchAll(/class="title[^>]*>([^<]*)</g)].map(([, text]) => text);
    };
    expect(heads(1280)[1]).toBe("Temperature 0.8");
    expect(heads(704)).toEqual(["Score − best", "Temp. 0.8", "Top-k off", "Top-p off", "The draw"]);
    expect(heads(704, zh)[1]).toBe("温度 0.8");
  });

  it("gives the reason why a token is gone once, where it went", () => {
    expect(countOf(drawing({ top_k: 2 }), RegExp(en.decode.filters.removed.top_k, "g"))).toBe(2);
  });

  it("says itself in the words that it is given, and tokens as text", () => {
    expect(drawing({}, {}, zh)).toContain(zh.decode.filters.label);
    expect(drawing({})).toContain("&lt;b>");
    expect(drawing({})).not.toContain("<b>");
  });
});
