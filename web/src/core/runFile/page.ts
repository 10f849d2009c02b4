// A run or a lesson as a page by itself: `figure.html` or `lesson.html`, which the build writes, with what
// it shows in it. The twin of `written` in backend/shotglass/run_file/form.py for a name that ends in .html.

import { RunFileError } from "./form";

/** `lesson`: what its page holds, where it is a lesson. Throws RunFileError where a part of the page
 * cannot be fetched. */
export async function savedPage(
  language: string,
  run: string,
  lesson?: Promise<string>,
): Promise<string> {
  const template = `./${lesson === undefined ? "figure" : "lesson"}.html`;
  const all = await Promise.all([fetch(template), lesson ?? run]).catch(() => null);
  if (all?.[0].ok !== true) throw new RunFileError({ kind: "page" });
  return pageOf(await all[0].text(), all[1], language);
}

/** `template`: with its places for the language and the contents. */
export function pageOf(template: string, contents: string, language: string): string {
  // No text of them ends the element that they stand in, or begins a comment.
  const within = contents.trimEnd().replaceAll("<", "\\u003c");
  return template.replace("{lang}", language).replace("{run}", () => within);
}
