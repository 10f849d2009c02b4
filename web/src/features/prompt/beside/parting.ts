// Where the texts of two samples part.

import { textOf, type Part } from "../writing/parts";

export interface Parting {
  by: "token" | "character";
  after: number; // how many tokens, or characters as code points, are the same
  /** The first part of each text that the other does not have; null where a text had ended. */
  places: readonly [number | null, number | null];
}

/**
 * Null for texts that are the same. `by`: models with the same vocabulary are compared token by
 * token, others character by character. `over`: both are written to their end; before that, a text
 * that the other goes beyond may still go the same way, and is not said to part from it.
 */
export function parting(
  these: readonly Part[],
  other: readonly Part[],
  by: Parting["by"],
  over: boolean,
): Parting | null {
  const { after, places } = by === "token" ? byToken(these, other) : byCharacter(these, other);
  const [first, second] = places;
  if (first === null && second === null) return null;
  return over || (first !== null && second !== null) ? { by, after, places } : null;
}

function byToken(item: readonly Part[], other: readonly Part[]): Omit<Parting, "by"> {
  let at = 0;
  while (at < item.length && at < other.length && same(item[at], other[at])) at += 1;
  return { after: at, places: [at < item.length ? at : null, at < other.length ? at : null] };
}

function same(item: Part | undefined, other: Part | undefined): boolean {
  if (item?.kind === "token" && other?.kind === "token") return item.token.id === other.token.id;
  return item?.kind === "typed" && other?.kind === "typed" && item.text === other.text;
}

function byCharacter(item: readonly Part[], other: readonly Part[]): Omit<Parting, "by"> {
  const [a, b] = [Array.from(textOf(item)), Array.from(textOf(other))];
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  return { after: at, places: [partAt(item, at), partAt(other, at)] };
}

/** The part that the character at `at` is in, counted in code points. */
function partAt(parts: readonly Part[], at: number): number | null {
  let end = 0;
  for (const [i, part] of parts.entries()) {
    end += Array.from(part.kind === "token" ? part.token.text : part.text).length;
    if (at < end) return i;
  }
  return null;
}
