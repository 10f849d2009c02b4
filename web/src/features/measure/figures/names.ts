// How conditions and templates are called in figures and tables.

/** A template in one line, as it is typed in Compare. */
export function oneLine(template: string): string {
  return template.replaceAll("\n", "\\n");
}
