import { expect, it } from "vitest";
import type { Result } from "../../../../core/experiments/result";
import measured from "./result.json";
import { powersOf } from "./powers";

const result = measured as unknown as Result;

it("is the measured share of digits itself where n is 1", () => {
  const digits = result.series.find(({ name }) => name === "digits")?.points.map(({ y }) => y);
  expect(powersOf(result, 1).map(({ y }) => y)).toEqual(digits);
});
it("is less everywhere with every further digit, and steeper at its steepest", () => {
  const steepest = (n: number) => {
    const all = powersOf(result, n).map(({ y }) => y);
    const rise = (all.at(-1) ?? 0) - (all[0] ?? 0);
    return Math.max(...all.slice(1).map((y, i) => y - (all[i] ?? 0))) / rise;
  };
  for (let n = 2; n <= 20; n++) {
    powersOf(result, n).forEach(({ y }, i) =>
      expect(y).toBeLessThan(powersOf(result, n - 1)[i]?.y ?? 0),
    );
  }
  expect(steepest(10)).toBeGreaterThan(1.5 * steepest(1));
});
