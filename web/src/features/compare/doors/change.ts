// What a change of a task's examples asks of many questions: there is a record of the task itself.

import { withRows } from "../../../core/gallery/axisRows";
import { isOwn, type Entry } from "../../../core/gallery/gallery";
import { shotsOf, withShots } from "../../../core/prompting/editing";
import { isReordered } from "../../../core/prompting/order";
import { relabelling, type Truth } from "../../../core/prompting/relabelling";
import type { Prompt } from "../../../core/prompting/render";

/** "labels" where only the examples' answers were moved, "order" where only they themselves were. */
export function questionOfChange(
  entry: Entry,
  prompt: Prompt,
  { set, truth }: { set: string; truth: Truth },
): "labels" | "order" | null {
  const [shots, tasks] = [shotsOf(prompt, set), shotsOf(entry.prompt, set)];
  if (!isOwn(entry, withRows(entry, withShots(prompt, set, tasks), set), set)) return null;
  if (isReordered(shots, tasks)) return "order";
  const same = shots.length === tasks.length;
  return same && relabelling(shots, truth, [...shots.keys()]) !== null ? "labels" : null;
}
