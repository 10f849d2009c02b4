// A problem in the words of the page's language.

import { problemCode, type Problem } from "../lib/events";
import { preferences } from "./settings.svelte";

export function said(problem: Problem): string {
  const code = problemCode(problem);
  if (code === "unreachable") return preferences.words.house.unreachable;
  if (code === "queue_full") return preferences.words.house.queueFull;
  return preferences.words.problem(code, problem.detail);
}
