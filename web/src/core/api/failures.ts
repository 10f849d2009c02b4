// What went wrong in a run, told once: lanes that failed for the same reason are one failure.

import { problemCode, type Problem } from "./events";
import type { LaneId } from "../statistics/readings";

/** `lanes`: whose prompt it concerns; null for all of the run. */
export interface Failure {
  problem: Problem;
  lanes: LaneId[] | null;
}

/** The failure of the whole run first, then those of lanes in order, joined by their code. */
export function failuresOf(
  whole: Problem | null,
  lanes: readonly { id: LaneId; problem: Problem | null }[],
): Failure[] {
  const failures: Failure[] = whole === null ? [] : [{ problem: whole, lanes: null }];
  const failed = lanes.flatMap(({ id, problem }) => (problem === null ? [] : [{ id, problem }]));
  for (const code of new Set(failed.map(({ problem }) => problemCode(problem)))) {
    const alike = failed.filter(({ problem }) => problemCode(problem) === code);
    const longest = alike.at(-1); // later lanes show more examples
    if (longest === undefined) continue;
    const all = alike.length === lanes.length;
    failures.push({ problem: longest.problem, lanes: all ? null : alike.map(({ id }) => id) });
  }
  return failures;
}
