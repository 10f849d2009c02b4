import { describe, expect, it } from "vitest";
import { FOR_ANY, loadItems, WITH_ITEMS } from "./gallery";
import {
  bestK,
  excludesNothing,
  isOf,
  rowsOf,
  setVerdict,
  taskVerdict,
  VERDICTS,
  withInterval,
  type Interval,
} from "./verdicts";

const verdicts = VERDICTS;
const everySet = verdicts.tasks.flatMap((task) => task.sets.map((item) => ({ task, item })));

describe("the recorded verdicts", () => {
  it("speak of every set of every task of the gallery", async () => {
    expect(verdicts.format).toBe(1);
    for (const entry of FOR_ANY.filter(({ id }) => WITH_ITEMS.has(id))) {
      const task = taskVerdict(verdicts, entry.id);
      expect(task?.sets.map((item) => item.set)).toEqual(Object.keys(entry.prompt.shot_sets));
      expect(task?.n).toBe((await loadItems(entry.id))?.items.length);
    }
  });
  it("hold every figure within its interval and every probability within [0, 1]", () => {
    for (const { task, item } of everySet) {
      expect(item.by_k.map((at) => at.k)).toEqual(verdicts.ks);
      for (const at of item.by_k) {
        for (const [value, low, high] of [at.form, at.choice, at.right]) {
          const inOrder = 0 <= low && low <= value && value <= high && high <= 1;
          expect(inOrder).toBe(true);
        }
        expect(at.right[0]).toBeCloseTo(at.count / task.n, 3);
      }
    }
  });
  it("name the number of examples with most questions right, the fewest of equals", () => {
    for (const { item } of everySet) {
      const best = bestK(item);
      const most = Math.max(...item.by_k.map((at) => at.right[0]));
      expect(best).toBe(item.by_k.find((at) => at.right[0] === most));
    }
  });
  it("show gains that exclude none on at least three tasks", () => {
    const learned = everySet.filter(
      ({ item }) => item.verdict === "task learned" && item.gain.right[1] > 0,
    );
    expect(new Set(learned.map(({ task }) => task.id)).size).toBeGreaterThanOrEqual(3);
  });
  it("are found by task and set", () => {
    expect(setVerdict(verdicts, "same-word", "CAPITALS")?.set).toBe("CAPITALS");
    expect(setVerdict(verdicts, "same-word", "rhymes")).toBeUndefined();
    expect(setVerdict(verdicts, "nothing", "opposite")).toBeUndefined();
  });
  it("know the model they speak of", () => {
    expect(isOf(verdicts, verdicts.model.graph)).toBe(true);
    expect(isOf(verdicts, "0".repeat(64))).toBe(false);
  });
});

describe("writing an interval", () => {
  const wilson: Interval = [0.725, 0.659, 0.782];

  it("is the format of the house", () => {
    expect(withInterval(wilson)).toBe("72.5\u202f% [65.9, 78.2]");
    expect(withInterval(wilson, 200)).toBe("72.5\u202f% [65.9, 78.2] n = 200");
  });
  it("says in a row for each k what the record says", () => {
    const item = setVerdict(verdicts, "same-word", "opposite");
    if (!item) throw new Error("The opening task has no verdict.");
    expect(rowsOf(item).map((row) => row.k)).toEqual(verdicts.ks);
    expect(rowsOf(item)[0]?.form).toBe(withInterval(item.by_k[0]?.form ?? [0, 0, 0]));
  });
  it("tells a gain that excludes nothing from one that does not", () => {
    expect(excludesNothing([0.1, 0.02, 0.2])).toBe(true);
    expect(excludesNothing([-0.1, -0.2, -0.02])).toBe(true);
    expect(excludesNothing([0.1, -0.02, 0.2])).toBe(false);
  });
});
