import { expect, it } from "vitest";
import { seriesOf, type Result } from "../../../../core/experiments/result";
import { lessonResult } from "../../views/lessons/lessons";
import { chanceOf, CONDITIONS, drawnOf, MODELS, tasksOf } from "./tasks";

const result = (await lessonResult("bigger")) as Result;
const tasks = tasksOf(result);

it("the means over the tasks are those that the result has", () => {
  expect(tasks).toHaveLength(result.n);
  const all = drawnOf(result, null);
  for (const condition of CONDITIONS)
    MODELS.forEach((model, i) => {
      const own = tasks.map(
        (task) => seriesOf(drawnOf(result, task), condition).points[i]?.y ?? NaN,
      );
      const mean = own.reduce((a, b) => a + b, 0) / own.length;
      expect(seriesOf(all, condition).points[i]?.y, `${model} ${condition}`).toBeCloseTo(mean, 4);
    });
});

it("begins with the tasks that gain most, and knows a guess in each", () => {
  const gain = (task: string) => {
    const [none, eight] = CONDITIONS.map(
      (name) => seriesOf(drawnOf(result, task), name).points[0]?.y,
    );
    return (eight ?? NaN) - (none ?? NaN);
  };
  expect(tasks.map(gain)).toEqual(tasks.map(gain).sort((a, b) => b - a));
  for (const task of tasks) expect(chanceOf(result, task)).toBeGreaterThan(0.2);
});
