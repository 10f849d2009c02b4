// The template: one string with {input}, {output} and perhaps {reasoning}, taken apart and checked.
// The twin of backend/shotglass/prompting/template.py.

import { PROMPT_LIMITS, PROMPT_REFUSALS } from "../api/api.gen";

export type Field = "input" | "reasoning" | "output";

/** A field of the template, or the literal text between two (`field` null). */
export interface Part {
  field: Field | null;
  text: string;
}

export interface Template {
  parts: Part[];
  reasons: boolean;
  opening: string; // the literal before {input}; may be empty
  bridge: string; // the literal between {input} and the first unknown; may be empty
  delimiter: string; // the literal between {reasoning} and {output}; may be empty
  tail: string; // the literal after {output}, where an answer ends; may be empty
}

export type PromptErrorCode = "invalid_parameter" | "unknown_parameter";

/** What is wrong with a prompt or a lane; `pointer` (RFC 6901) names the field at fault. */
export class PromptError extends Error {
  constructor(
    message: string,
    readonly pointer: string,
    readonly code: PromptErrorCode = "invalid_parameter",
  ) {
    super(message);
    this.name = "PromptError";
  }
}

/** Refuses in the server's own words: `values` stand in place of their names after a `$`. */
export function refusal(
  name: keyof typeof PROMPT_REFUSALS,
  pointer: string,
  values: Readonly<Record<string, string | number>> = {},
): PromptError {
  const all: Readonly<Record<string, string | number>> = { ...PROMPT_LIMITS, ...values };
  const text = PROMPT_REFUSALS[name].replace(/\$(\w+)/g, (_, key: string) => String(all[key]));
  return new PromptError(text, pointer);
}

/** A text as it stands in a sentence. */
export function quoted(text: string): string {
  return `“${text}”`;
}

const POINTER = "/prompt/template";
const TOKEN = /\{\{|\}\}|\{(input|reasoning|output)\}|\{[^{}]*\}?|\}/g;

/** Throws PromptError (pointer /prompt/template) where the template breaks a rule. */
export function parseTemplate(source: string): Template {
  const parts = splitTemplate(source);
  const fields = parts.flatMap(({ field }) => field ?? []);
  const order = fields.join(" ");
  if (order !== "input output" && order !== "input reasoning output") {
    const listed = fields.map((field) => `{${field}}`).join(", ") || "none";
    throw refusal("fields", POINTER, { listed });
  }
  fields.slice(1).forEach((unknown, index) => {
    if (!literalAfter(parts, fields[index]).endsWith(" ")) return;
    throw refusal("space", POINTER, { field: unknown });
  });
  return {
    parts,
    reasons: fields.includes("reasoning"),
    opening: parts[0]?.text ?? "",
    bridge: literalAfter(parts, "input"),
    delimiter: fields.includes("reasoning") ? literalAfter(parts, "reasoning") : "",
    tail: literalAfter(parts, "output"),
  };
}

/** Literals and fields in order, braces unescaped; no two literals in a row. */
function splitTemplate(source: string): Part[] {
  const parts: Part[] = [];
  let literal = "";
  let at = 0;
  const close = () => {
    if (literal) parts.push({ field: null, text: literal });
    literal = "";
  };
  for (const match of source.matchAll(TOKEN)) {
    literal += source.slice(at, match.index);
    at = match.index + match[0].length;
    if (match[1]) {
      close();
      parts.push({ field: match[1] as Field, text: "" });
    } else if (match[0] === "{{" || match[0] === "}}") {
      literal += match[0][0];
    } else {
      const position = Array.from(source.slice(0, match.index)).length;
      throw refusal("brace", POINTER, { text: quoted(match[0]), position });
    }
  }
  literal += source.slice(at);
  close();
  return parts;
}

function literalAfter(parts: Part[], field: Field | undefined): string {
  const next = parts[parts.findIndex((part) => part.field === field) + 1];
  return next?.field === null ? next.text : "";
}

/** Whether a template shows where a reasoning stands and what ends it; false for a faulty one. */
export function showsReasoning(source: string): boolean {
  try {
    return parseTemplate(source).delimiter !== "";
  } catch {
    return false;
  }
}
