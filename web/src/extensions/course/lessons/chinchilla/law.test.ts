import { describe, expect, it } from "vitest";
import { lessonWords } from "../../views/lessons/lessons";
import { best, compute, divisions, FITS, MODELS, parts, type Fit } from "./law";

const [, { parameters: SIZE, tokens: READ }] = MODELS;
const GOPHER = compute(SIZE, READ); // as the figure has it
const PRINTED = 5.76e23; // FLOPs, as Hoffmann et al. give its budget (table 3)

const each = (fit: Fit, budget: number) => {
  const { parameters, tokens } = best(FITS[fit], budget);
  return Math.round(tokens / parameters);
};

describe("the division of a budget", () => {
  it("asks for as many tokens a parameter as the papers say", () => {
    expect([each("refitted", PRINTED), each("printed", PRINTED)]).toEqual([18, 93]);
  });
  it.each(["en", "zh"] as const)("asks for as many as the words say: %s", async (language) => {
    const { text } = await lessonWords("chinchilla", language);
    expect(text[1]).toContain(
      language === "en"
        ? `asks for ${each("printed", GOPHER)} tokens a parameter`
        : `每个参数 ${each("printed", GOPHER)} 个词元`,
    );
    expect(text[1]).toContain(String(each("refitted", GOPHER)));
  });
  it.each(Object.values(FITS))("is the least of all", (law) => {
    for (const budget of [1e18, 1e21, 1e25]) {
      const least = best(law, budget);
      const range = { min: least.parameters / 1e3, max: least.parameters * 1e3 };
      const others = divisions(law, budget, Infinity, range);
      expect(Math.min(...others.map(({ loss }) => loss))).toBeGreaterThanOrEqual(least.loss);
      expect(compute(least.parameters, least.tokens) / budget).toBeCloseTo(1, 9);
    }
  });
  it("leaves out what loses more than it is asked for", () => {
    const law = FITS.refitted;
    const least = best(law, GOPHER);
    const most = 2 * (least.loss - law.floor);
    const range = { min: least.parameters / 1e3, max: least.parameters * 1e3 };
    const near = divisions(law, GOPHER, most, range);
    expect(near.length).toBeLessThan(divisions(law, GOPHER, Infinity, range).length);
    for (const { small, short } of near) expect(small + short).toBeLessThanOrEqual(most);
  });
});

it("places the smaller model that read more below Gopher, by either fit", () => {
  const [, gopher, chinchilla] = MODELS;
  for (const law of Object.values(FITS)) {
    const loss = ({ parameters, tokens }: { parameters: number; tokens: number }) =>
      parts(law, compute(parameters, tokens), parameters).loss;
    expect(loss(chinchilla)).toBeLessThan(loss(gopher));
  }
});
