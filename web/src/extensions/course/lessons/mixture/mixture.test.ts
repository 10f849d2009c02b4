import { expect, it } from "vitest";
import { lessonResult } from "../../views/lessons/lessons";
import { mixture, printedWeights } from "./mixture";

const result = await lessonResult("mixture");
if (result === null) throw new Error("no result");

it("gives the experiment's own epochs for the weights that the paper prints", () => {
  const epochs = result.series.find(({ name }) => name === "epochs")?.points.map(({ y }) => y);
  const match = mixture(result, printedWeights(result)).map((source) => source.epochs);
  expect(match).toHaveLength(5);
  match.forEach((value, i) => expect(value).toBeCloseTo(epochs?.[i] ?? NaN, 4));
});
it("reads every source equally often where weights are its share of all text", () => {
  const shares = mixture(result, []).map(({ share }) => 100 * share);
  const epochs = mixture(result, shares).map((source) => source.epochs);
  epochs.forEach((value) => expect(value).toBeCloseTo(300 / 499, 4));
});
