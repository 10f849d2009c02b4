// What a comparison of logs comes to: its tasks by their answer, and a task's figures as they are
// written.

import type { Interval, LogComparison, TaskComparison } from "../api/api.gen";
import { decimal, percentDigits, points } from "../text/numbers";
import { pointsBetween, sharesBetween } from "./bounds";

export interface LogFacts {
  first: string;
  second: string;
  higher: number; // tasks
  lower: number;
  rest: number;
  tasks: readonly TaskComparison[];
  smallest: number;
}

export function logFacts({ tasks, smallest }: LogComparison): LogFacts {
  const of = (answer: string) => tasks.filter(({ difference }) => difference.answer === answer);
  const [higher, lower] = [of("higher").length, of("lower").length];
  const [first, second] = names(tasks);
  return { first, second, higher, lower, rest: tasks.length - higher - lower, tasks, smallest };
}

/** Of both sides; several models of one side are one by one in the table alone. */
function names(tasks: readonly TaskComparison[]): [string, string] {
  const side = (at: 0 | 1) => {
    const models = new Set(tasks.map(({ runs }) => runs[at].model));
    return models.size === 1 ? [...models].join("") : "";
  };
  return [side(0), side(1)];
}

/** Whether its scores are shares: right or wrong, or all between 0 and 1. */
export function isShare({ span, runs }: TaskComparison): boolean {
  return span === 1 && runs.every(({ right }) => right.low >= 0 && right.high <= 1);
}

export function meanText(task: TaskComparison, { value, low, high }: Interval): string {
  if (isShare(task)) return `${percentDigits(value)} [${sharesBetween(low, high)}]`;
  return `${decimal(value, 3)} [${decimal(low, 3)}, ${decimal(high, 3)}]`;
}

export function differenceText(task: TaskComparison): string {
  const { value, low, high } = task.difference.change;
  if (isShare(task)) return `${points(value)} [${pointsBetween(low, high)}]`;
  return `${decimal(value, 3)} [${decimal(low, 3)}, ${decimal(high, 3)}]`;
}
