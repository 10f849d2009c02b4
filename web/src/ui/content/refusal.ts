// Why the server took no file for the folder of one's own, in the page's language.

import { ApiError } from "../../core/api/api";
import { preferences, problemText } from "../../state/preferences.svelte";
import { folderWords } from "./words";

/** A line for each fault of the files. */
export function refusal(error: unknown): string {
  const { language } = preferences;
  const t = folderWords(language);
  if (!(error instanceof ApiError)) return t.failed;
  const { faults } = error.problem;
  if (faults === undefined) return problemText(error.problem);
  const lines = faults.map(({ file, line, detail }) => file + t.at(line) + detail[language]);
  return lines.join("\n");
}
