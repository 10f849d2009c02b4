import { expect, it } from "vitest";
import { beliefs, together, type Answer, type Example } from "./tasks";

const of = (...pairs: [number, Answer | null][]): Example[] =>
  pairs.map(([x, answer]) => ({ x, answer }));
const p = (examples: Example[]) =>
  Object.fromEntries(beliefs(examples, 18).map(({ task, p }) => [task, p]));

it("believes every task alike before the first example, whatever is left out", () => {
  for (const examples of [[], of([4, null], [9, null])])
    for (const { p } of beliefs(examples, 18)) expect(p).toBeCloseTo(0.2, 12);
});
it("makes a task nine times less likely by an example that does not fit, and never rules it out", () => {
  const after = p(of([4, "A"]));
  expect((after.even ?? 0) / (after.odd ?? 0)).toBeCloseTo(9, 9);
  expect(after.even).toBeCloseTo(after.small ?? NaN, 12);
  const many = p(of([4, "A"], [20, "A"], [12, "A"], [7, "B"], [15, "B"]));
  expect(many.even).toBeGreaterThan(0.95);
  expect(Math.min(...Object.values(many))).toBeGreaterThan(0);
});
it("is the same in whatever order the examples stand, as Bayes' rule is", () => {
  const [first, last] = [of([4, "A"], [9, "A"], [15, "B"]), of([15, "B"], [4, "A"], [9, "A"])];
  for (const [task, probability] of Object.entries(p(first)))
    expect(probability).toBeCloseTo(p(last)[task] ?? NaN, 12);
});
it("lets each task speak with its own weight", () => {
  const after = beliefs(of([4, "A"], [9, "A"]), 18); // 2, 1, 1, 0, 1 fit
  const weights = [0.09, 0.09, 0.81, 0.01, 0.09];
  const votes = [0.9, 0.1, 0.1, 0.9, 0.9];
  const sum = weights.reduce((a, b) => a + b);
  after.forEach(({ p }, i) => expect(p).toBeCloseTo((weights[i] ?? 0) / sum, 12));
  const product = weights.reduce((total, weight, i) => total + weight * (votes[i] ?? 0), 0) / sum;
  expect(together(after)).toBeCloseTo(product, 12);
});
