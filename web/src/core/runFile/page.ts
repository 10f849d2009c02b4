// A run as a page by itself: `figure.html`, which the build writes, with the run in it. The twin of
// `written` in backend/shotglass/run_file/form.py for a name that ends in .html.

/** `template`: with its places for the language and the run; `run`: the text of its file. */
export function pageOf(template: string, run: string, language: string): string {
  // No text of a run ends the element that it stands in, or begins a comment.
  const within = run.trimEnd().replaceAll("<", "\\u003c");
  return template.replace("{lang}", language).replace("{run}", () => within);
}
