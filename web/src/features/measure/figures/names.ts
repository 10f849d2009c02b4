// How conditions and templates are called in figures and tables.

/** A template in one line, as it is typed in Compare. */
export function oneLine(template: string): string {
  return template.replaceAll("\n", "\\n");
}

/** A text cut to so many characters. */
export function cut(text: string, most: number): string {
  const letters = Array.from(text);
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("")}…`;
}
