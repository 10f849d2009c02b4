// When a result was made, in the language of the page.

import { preferences } from "../../../state/preferences.svelte";

/** `made`: in ISO 8601; another text, such as a record may have, is given as it is. */
export function timeText(made: string): string {
  const date = new Date(made);
  if (Number.isNaN(date.getTime())) return made;
  const { lang } = preferences.words;
  return date.toLocaleString(lang, { dateStyle: "medium", timeStyle: "short" });
}
