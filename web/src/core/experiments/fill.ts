// Words with figures from a result: no digit of an experiment is typed into a text.

import { pointName, pointOf, type Result } from "./result";
import { count, decimal, typeset, percent, points } from "../text/numbers";

const PLACE = /\{([\w.-]+)(?:\[([^[\]{}]+)\])?(?:\.(y|low|high|n))?(?: (\w+))?\}/g;
const STATED = ["question", "hypothesis", "rule", "counted", "n", "minutes"] as const;
type Format = (value: number) => string;
const FORMATS: Record<string, Format> = {
  ...{ percent, points, count },
  whole: (share) => `${Math.round(100 * share)}\u202f%`,
  doubled: (exponent) => percent(1 - 2 ** -exponent),
};

/**
 * `text` with each place filled: `{unseen-4[24] percent}` is y of the series unseen-4 at x = 24 in
 * percent, `{unseen-4[24].low 2}` its interval's lower end with two decimals; `{question}` and its
 * like are what the experiment states, `{n}` and `{minutes}` its figures. Formats: percent, whole
 * (percent without decimals), points, count, doubled (by how much less a power law says there is of
 * twice as much), or a number of decimals. Throws Error for a place that
 * the result does not have. `only` "points": `{name}` without a point stays, for `placed`.
 */
export function fill(text: string, result: Result, only?: "points"): string {
  return text.replace(PLACE, (place, name: string, x?: string, field = "y", format?: string) => {
    if (x === undefined) return only === "points" ? place : stated(name, result, place);
    const value = pointOf(result, name, x)[field as "y" | "low" | "high" | "n"];
    if (value === undefined) throw new Error(`${place}: the point has no ${field}.`);
    return formatOf(format, place)(value);
  });
}

/** A figure in a filled text, and the point of the result that it is the value of. */
export interface Figured {
  at: number; // in the filled text
  length: number;
  of: string; // as `pointName` has it
}

/** Where `fill` writes the values of points, without their intervals' ends; throws as `fill` does. */
export function figured(text: string, result: Result): Figured[] {
  let longer = 0; // so far than the text with its places
  return [...text.matchAll(PLACE)].flatMap((match) => {
    const [place, name = "", x, field] = match;
    const { length } = fill(place, result);
    const at = match.index + longer;
    longer += length - place.length;
    return x === undefined || field !== undefined ? [] : [{ at, length, of: pointName(name, x) }];
  });
}

/** Every text of `words` filled, at any depth; numbers stay as they are. */
export function filled<T>(words: T, result: Result, only?: "points"): T {
  const inner = (value: unknown): unknown => {
    if (typeof value === "string") return fill(value, result, only);
    if (Array.isArray(value)) return value.map(inner);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inner(item)]));
  };
  return inner(words) as T;
}

function stated(name: string, result: Result, place: string): string {
  const key = STATED.find((item) => item === name);
  if (key === undefined) throw new Error(`${place}: ${result.name} has no ${name}.`);
  const value = result[key];
  return typeof value === "string"
    ? typeset(value)
    : key === "n"
      ? count(value)
      : decimal(value, 1);
}

function formatOf(format: string | undefined, place: string): Format {
  if (format === undefined) return (value) => String(value);
  if (/^\d$/.test(format)) return (value) => decimal(value, Number(format));
  const result = FORMATS[format];
  if (result === undefined) throw new Error(`${place}: there is no format ${format}.`);
  return result;
}
