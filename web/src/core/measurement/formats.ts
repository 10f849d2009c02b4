// Templates that mean the same, by their names. The twin of
// backend/shotglass/engine/measurement/formats.py, which asks them.

import { PromptError, parseTemplate } from "../prompting/template";

export const OWN = "own"; // the task's template
export const MOST_FORMATS = 8; // that are asked where nobody chooses

const NAMED: Readonly<Record<string, (a: string, b: string) => string>> = {
  lines: (a, b) => `${a}: {input}\n${b}:{output}\n\n`,
  "one-line": (a, b) => `${a}: {input} ${b}:{output}\n`,
  narrow: (a, b) => `${a}: {input}\n${b}:{output}\n`,
  lower: (a, b) => `${a.toLowerCase()}: {input}\n${b.toLowerCase()}:{output}\n\n`,
  upper: (a, b) => `${a.toUpperCase()}: {input}\n${b.toUpperCase()}:{output}\n\n`,
  dash: (a, b) => `${a} - {input}\n${b} -{output}\n\n`,
  arrow: () => "{input} ->{output}\n",
  question: () => "Q: {input}\nA:{output}\n\n",
  equals: (a, b) => `${a} = {input}\n${b} ={output}\n\n`,
  brackets: (a, b) => `[${a}] {input}\n[${b}]{output}\n\n`,
  semicolon: (a, b) => `${a}: {input}; ${b}:{output}\n`,
};

/** The template that a name stands for; `own`: the task's. One that has braces is a template. */
export function templateOf(name: string, own: string): string {
  if (name === OWN) return own;
  const make = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  return make === undefined ? name : make(...fieldNames(own));
}

/** The task's own and the first that differ from it and from one another. */
export function differentFormats(own: string, most = MOST_FORMATS): string[] {
  const result = new Map<string, string>();
  for (const name of [OWN, ...Object.keys(NAMED)]) {
    const template = templateOf(name, own);
    if (!result.has(template)) result.set(template, name);
  }
  return [...result.values()].slice(0, most);
}

/** Why a text is no template that can be asked, or null. */
export function templateFault(template: string): string | null {
  try {
    parseTemplate(template);
    return null;
  } catch (error) {
    if (error instanceof PromptError) return error.message;
    throw error;
  }
}

/** How a template calls its input and its output: the words right before each. */
function fieldNames(own: string): [string, string] {
  const { opening, bridge, delimiter, reasons } = parseTemplate(own);
  return [nameIn(opening, "Input"), nameIn(reasons ? delimiter : bridge, "Output")];
}

// Of a line that is read from its end.
const LAST_NAME = /^[^\p{L}\p{N}_]*(?=[\p{L}\p{N}_])([\p{L}\p{N}_ ]*\p{L})/u;

function reversed(text: string): string {
  return [...text].reverse().join("");
}

function nameIn(before: string, otherwise: string): string {
  const line = before.slice(before.lastIndexOf("\n") + 1).replaceAll(/[{}]/g, "");
  const match = LAST_NAME.exec(reversed(line));
  return match?.[1] === undefined ? otherwise : reversed(match[1]).trim();
}

/** A template in one line, as it is typed in Compare. */
export function oneLine(template: string): string {
  return template.replaceAll("\n", "\\n");
}
