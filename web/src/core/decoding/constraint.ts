// What an answer is held to: a JSON schema or a regular expression, as a person wrote it.

import type { ConstraintBody } from "../api/api.gen";
import { choice } from "../address/url";

export const KINDS = ["json_schema", "regex"] as const;
export type ConstraintKind = (typeof KINDS)[number];
export const MOST_CHARACTERS = 65_536;

/** `prefix`: the part of the answer that the prompt already ends with. */
export interface Constraint {
  kind: ConstraintKind;
  source: string;
  prefix?: string | undefined;
}

/** The same for the server, which refuses a schema that is no JSON. */
export function constraintBody({ kind, source, prefix = "" }: Constraint): ConstraintBody {
  if (kind === "regex") return { regex: source, prefix };
  const schema = syntaxFault(source) === null ? (JSON.parse(source) as unknown) : source;
  return { json_schema: schema as NonNullable<ConstraintBody["json_schema"]>, prefix };
}

/** Why a text is no JSON; null where it is. */
export function syntaxFault(source: string): string | null {
  try {
    JSON.parse(source);
    return null;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

/** The constraint of an answer of which `text` is there already. */
export function after(constraint: Constraint, text: string): Constraint {
  return { ...constraint, prefix: (constraint.prefix ?? "") + text };
}

/** What settings of a request have more of where an answer is held. */
export function heldTo(constraint: Constraint | undefined): { constraint?: ConstraintBody } {
  return constraint === undefined ? {} : { constraint: constraintBody(constraint) };
}

/** Σ −log of what was left at each token, in nats; null where nothing was held. */
export function removedNats(
  tokens: readonly { removed_mass?: number | null | undefined }[],
): number | null {
  const masses = tokens.flatMap(({ removed_mass }) => removed_mass ?? []);
  if (masses.length === 0) return null;
  return masses.reduce((sum, mass) => sum - Math.log1p(-Math.min(mass, 1 - Number.EPSILON)), 0);
}

// In the address.

export function writeConstraint(query: URLSearchParams, constraint: Constraint | null): void {
  if (constraint === null) return;
  query.set("form", constraint.kind);
  query.set("form_text", constraint.source);
  if (constraint.prefix) query.set("form_prefix", constraint.prefix);
}

/** Throws Error for a kind that there is not, and for a text that is too long. */
export function readConstraint(query: URLSearchParams): Constraint | null {
  const kind = choice(query, "form", KINDS);
  if (kind === null) return null;
  const [source, prefix] = [query.get("form_text") ?? "", query.get("form_prefix") ?? ""];
  if (Math.max(source.length, prefix.length) > MOST_CHARACTERS) throw new Error("form is too long");
  return prefix === "" ? { kind, source } : { kind, source, prefix };
}

/** Which tokens of a vocabulary are allowed, by id, from the server's bits. */
export function maskOf(bits: string, vocabulary: number): Uint8Array {
  const bytes = Uint8Array.from(atob(bits), (letter) => letter.charCodeAt(0));
  return Uint8Array.from(
    { length: vocabulary },
    (_, id) => ((bytes[id >> 3] ?? 0) >> (id & 7)) & 1,
  );
}
