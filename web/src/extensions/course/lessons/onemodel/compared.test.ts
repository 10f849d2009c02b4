import { expect, it } from "vitest";
import { pointOf, seriesOf, type Result } from "../../../../core/experiments/result";
import { lessonResult } from "../../views/lessons/lessons";
import { compared, LABELS } from "./compared";

const result = (await lessonResult("onemodel")) as Result;

it("counts with eight labels the tasks that the rule counted", () => {
  expect(compared(result, 8).ahead).toBe(pointOf(result, "counts", "prompted ahead").y);
});

it.each(LABELS)("puts the tasks in the order of the lead over %i labels", (labels) => {
  const { result: drawn, ahead, behind } = compared(result, labels);
  const [model, other] = ["prompted", `classifier-${labels}`].map(
    (name) => seriesOf(drawn, name).points,
  );
  const leads = model?.map(({ y }, i) => y - (other?.[i]?.y ?? NaN)) ?? [];
  expect(leads).toEqual([...leads].sort((a, b) => b - a));
  expect(model?.map(({ x }) => x)).toEqual(other?.map(({ x }) => x));
  expect(drawn.tables[0]?.rows.map(([task]) => task)).toEqual(model?.map(({ x }) => x));
  expect(ahead + behind).toBeLessThanOrEqual(10);
});
