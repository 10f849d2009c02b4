// A problem in the words of the page's language.

import { problemCode, type Problem } from "../core/api/events";
import { preferences } from "./preferences.svelte";

export function problemText(problem: Problem): string {
  const { server, problem: inWords } = preferences.words;
  const code = problemCode(problem);
  if (code === "unreachable") return server.unreachable;
  if (code === "broken") return server.streamEnded;
  if (code === "queue_full") return server.queueFull;
  return inWords(code, problem.detail);
}
