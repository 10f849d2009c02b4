// A problem in the words of the page's language.

import { problemCode, type Problem } from "../core/api/events";
import { preferences } from "./preferences.svelte";

export function said(problem: Problem): string {
  const { house, problem: inWords } = preferences.words;
  const code = problemCode(problem);
  if (code === "unreachable") return house.unreachable;
  if (code === "broken") return house.streamEnded;
  if (code === "queue_full") return house.queueFull;
  return inWords(code, problem.detail);
}
