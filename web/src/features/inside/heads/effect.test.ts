import { expect, it } from "vitest";
import { expectedOf } from "./effect";

it("finds the expected answer among the answers, with or without its space, else takes the first", () => {
  const labels = [" faster", " slow"];
  expect(expectedOf(labels, "slow")).toBe(1);
  expect(expectedOf(labels, "quick")).toBe(0);
  expect(expectedOf(labels, undefined)).toBe(0);
});
