// One task's right answers by model: without an example, after eight, and after eight whose answers
// are shuffled; or the mean over all tasks, with its intervals.

import {
  seriesOf,
  type Point,
  type Result,
  type ResultTable,
} from "../../../../core/experiments/result";

export const CONDITIONS = ["none", "eight", "shuffled"] as const;
export type Condition = (typeof CONDITIONS)[number];
export const MODELS = ["smollm2-135m", "house-templates", "house-prose"] as const;

/** The tasks in the order of what eight examples bring SmolLM2, most first. */
export function tasksOf(result: Result): string[] {
  const gains = rowsOf(result)
    .filter(([, model]) => model === MODELS[0])
    .map(([task, , none, eight]) => [String(task), Number(eight) - Number(none)] as const);
  return [...gains].sort(([, a], [, b]) => b - a).map(([task]) => task);
}

/** A result whose series are the conditions, with a point for each model. `task`: null for all. */
export function drawnOf(result: Result, task: string | null): Result {
  const series = CONDITIONS.map((condition, place) => ({
    ...{ name: condition, x: "model", unit: "share" },
    points: MODELS.map((model) => ({
      ...(task === null
        ? meanOf(result, model, condition)
        : { y: cell(result, task, model, place) }),
      x: model,
    })),
  }));
  return { ...result, series };
}

/** How often a guess is right in a task. */
export function chanceOf(result: Result, task: string): number {
  return seriesOf(result, "chance").points.find(({ x }) => x === task)?.y ?? NaN;
}

function meanOf(result: Result, model: string, condition: Condition): Point {
  const name = condition === "shuffled" ? "shuffled" : "right";
  const examples = condition === "none" ? 0 : 8;
  const { points } = seriesOf(result, `${name}-${model}`);
  const match = points.find(({ x }) => x === examples);
  if (match === undefined) throw new Error(`${name}-${model} has no point at ${examples}.`);
  return match;
}

function cell(result: Result, task: string, model: string, place: number): number {
  const row = rowsOf(result).find(([of, by]) => of === task && by === model);
  if (row === undefined) throw new Error(`${model} was not asked ${task}.`);
  return Number(row[2 + place]);
}

function rowsOf(result: Result): ResultTable["rows"] {
  return result.tables.find(({ name }) => name === "tasks")?.rows ?? [];
}
