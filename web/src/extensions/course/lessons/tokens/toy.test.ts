import { expect, it } from "vitest";
import { oneHot, state, TABLES, times, TOKENS } from "./toy";

it("a one-hot row times a matrix is the matrix's row, exactly", () => {
  TABLES.tokens.forEach((row, i) => {
    expect(times(oneHot(TABLES.tokens.length, i), TABLES.tokens)).toEqual(row);
  });
});
it("the first state is the token's row plus the place's", () => {
  expect(TABLES.tokens).toHaveLength(TOKENS.length);
  const sum = state(1, 2);
  [0.8, 0.5, -0.2, 0.4].forEach((value, i) => expect(sum[i]).toBeCloseTo(value, 12));
});
