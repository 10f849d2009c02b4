// A question of Measure in an address, asked of the task that Compare has.

import { nameOf, type Head } from "./inside";

/** The keys of Compare's address that come along: the task, and nothing of how Compare runs it. */
const TASK_KEYS = ["task", "set", "ask", "prompt", "rows", "truth"] as const;

export function taskPart(query: URLSearchParams): URLSearchParams {
  const part = new URLSearchParams();
  for (const key of TASK_KEYS) {
    const value = query.get(key);
    if (value !== null) part.set(key, value);
  }
  return part;
}

/** One question of a task, with the settings of the question: whatever Measure showed last. `off`: heads
 * without which the model is asked. */
export function ofTask(
  question: "examples" | "labels" | "order" | "which-head",
  compared: URLSearchParams,
  off: readonly Head[] = [],
): URLSearchParams {
  const query = taskPart(compared);
  query.set("question", question);
  if (off.length > 0) query.set("heads", off.map(nameOf).join("_"));
  return query;
}
