import { expect, it } from "vitest";
import { entryOf } from "../gallery/gallery";
import { isOrderAlone, isReordered } from "./order";
import { flipped } from "./relabelling";

const entry = entryOf("reviews");
if (entry === undefined) throw new Error("There is no task reviews.");
const { prompt } = entry;
const [inTurn = [], another = []] = Object.values(prompt.shot_sets);

it("tells another order from the same one and from other answers", () => {
  expect(isReordered(another, inTurn)).toBe(true);
  expect(isReordered(inTurn, inTurn)).toBe(false);
  expect(isReordered(flipped(inTurn), inTurn)).toBe(false);
});

it("tells the film reviews' other order from other examples, which it shows below eight", () => {
  for (const k of [1, 2, 3, 4, 5, 6, 7]) expect(isOrderAlone(prompt, "in turn", k)).toBe(false);
  expect(isOrderAlone(prompt, "in turn", 8)).toBe(true);
  expect(isOrderAlone(prompt, "another order", 4)).toBe(false);
});

it("says nothing of sets that are no orders of the same examples", () => {
  const kinds = entryOf("same-word")?.prompt;
  expect(kinds && isOrderAlone(kinds, "opposite", 4)).toBeNull();
});
