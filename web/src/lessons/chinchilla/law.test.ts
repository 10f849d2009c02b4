import { describe, expect, it } from "vitest";
import { best, compute, divisions, FITS, MODELS, parts } from "./law";

const GOPHER = 5.76e23; // FLOPs, as Hoffmann et al. give its budget (table 3)

describe("the division of a budget", () => {
  it.each([
    ["refitted", 18],
    ["printed", 93],
  ] as const)("asks by the constants %s for %d tokens a parameter at Gopher's budget", (fit, n) => {
    const { parameters, tokens } = best(FITS[fit], GOPHER);
    expect(Math.round(tokens / parameters)).toBe(n);
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
