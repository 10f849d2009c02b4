// Which choice of a lesson's question is right. No file says so: its result or its own numbers do.

import { pointOf, type Result } from "../../../../../core/experiments/result";

export interface Quiz {
  ask: string;
  right: "greatest" | "least" | "nearest" | "outcome";
  to?: string; // whose value the nearest one is right
  choices: readonly Choice[];
  because?: string; // why it is so, said with the answer
}

/** `value`: a number, a point of the result as `kl-lstm[8]`, one of the lesson's own numbers by its
 * name, or an outcome. */
export interface Choice {
  say: string;
  value: number | string;
}

/** Numbers that a lesson without a result computes itself, in `quiz.ts`. */
export type Own = Readonly<Record<string, number>>;

/** The place of the right choice. Throws Error where there is no such value, or not one right choice. */
export function rightChoice(quiz: Quiz, result: Result | null, own: Own): number {
  const scores = quiz.choices.map(({ value }) => scoreOf(quiz, value, result, own));
  const best = Math.max(...scores);
  const places = scores.flatMap((score, place) => (score === best ? [place] : []));
  const [place] = places;
  if (place === undefined || places.length > 1 || best === -Infinity)
    throw new Error(`${quiz.ask} ${places.length} choices are right.`);
  return place;
}

function scoreOf(quiz: Quiz, value: number | string, result: Result | null, own: Own): number {
  if (quiz.right === "outcome") return value === result?.outcome ? 0 : -Infinity;
  const number = valueOf(value, result, own);
  if (quiz.right === "greatest") return number;
  if (quiz.right === "least") return -number;
  return -Math.abs(number - valueOf(quiz.to ?? "", result, own));
}

const POINT = /^([\w.-]+)\[([^\]]+)\]$/;

function valueOf(value: number | string, result: Result | null, own: Own): number {
  if (typeof value === "number") return value;
  const [, series, x] = POINT.exec(value) ?? [];
  const number =
    series === undefined || x === undefined || result === null
      ? own[value]
      : pointOf(result, series, x).y;
  if (number === undefined) throw new Error(`There is no value ${value}.`);
  return number;
}
