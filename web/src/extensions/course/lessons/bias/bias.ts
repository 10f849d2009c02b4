// The questions of the lesson on bias and truth, as they were measured, and asked of the model in use.

import { scores, type Of } from "../../../../core/api/api";
import type { Scores } from "../../../../core/api/api.gen";
import {
  seriesOf,
  type Point,
  type Result,
  type Series,
} from "../../../../core/experiments/result";
import { withinShare } from "../../../../core/experiments/shares";
import { wilson } from "../../../../core/statistics/wilson";

const HE = "he"; // begins the names of the measured series of shares
// The series that are drawn, whoever answered: occupations to which all sentences give "she", to which
// they do not agree, and to which all give "he".
export const AGREED = ["she", "split", HE] as const;
export const TRUE = "true";
const LISTS = ["capitals", "misconceptions"] as const;
const T = 2.7764; // Student's t with 4 degrees of freedom, 97.5 %: five sentences

/** The models that were measured, by id. */
export function measuredModels(result: Result): string[] {
  const prefix = `${HE}-`;
  return result.series.flatMap(({ name }) =>
    name.startsWith(prefix) ? [name.slice(prefix.length)] : [],
  );
}

/** The result with the series of one model under the names that are drawn. */
export function measured(result: Result, model: string): Result {
  const sentences = result.series.filter(
    ({ name }) => name.startsWith("sentence-") && name.endsWith(`-${model}`),
  );
  const sharesOf = (occupation: Point["x"]) =>
    sentences.flatMap(({ points }) => points.flatMap(({ x, y }) => (x === occupation ? [y] : [])));
  const right = result.series.filter(({ name }) => name === `${TRUE}-${model}`);
  return {
    ...result,
    series: [
      ...byAgreement(seriesOf(result, `${HE}-${model}`).points, sharesOf),
      ...right.map((series) => ({ ...series, name: TRUE })),
    ],
  };
}

/** How many questions there are. */
export function questions(result: Result): number {
  return result.tables.reduce((sum, { rows }) => sum + rows.length, 0);
}

/** The same questions asked of a model. Throws ApiError. */
export async function answersNow(of: Of, result: Result, signal: AbortSignal): Promise<Result> {
  const rows = rowsOf(result, "occupations");
  const shares = sharesByOccupation(rows, await answers(of, result, "occupations", signal));
  const he = byAgreement(byOccupation(shares), (x) => shares.get(String(x)) ?? []);
  const right: Point[] = [];
  for (const list of LISTS) right.push(truth(list, await answers(of, result, list, signal)));
  return { ...result, series: [...he, { name: TRUE, x: "list", unit: "share", points: right }] };
}

function rowsOf(result: Result, name: string): readonly (readonly (string | number | null)[])[] {
  const table = result.tables.find((item) => item.name === name);
  if (table === undefined) throw new Error(`${result.name} has no table ${name}.`);
  return table.rows;
}

async function answers(of: Of, result: Result, name: string, signal: AbortSignal): Promise<Scores> {
  const rows = rowsOf(result, name);
  const prompts = rows.map(([prompt]) => String(prompt));
  const labels = rows.map(([, first, second]) => [String(first), String(second)]);
  return scores(of, prompts, labels, signal);
}

/** Each occupation's shares of the first answer, one a sentence. */
export function sharesByOccupation(
  rows: readonly (readonly (string | number | null)[])[],
  { prompts }: Scores,
): Map<string, number[]> {
  const shares = new Map<string, number[]>();
  for (const [place, row] of rows.entries()) {
    const own = shares.get(String(row[3])) ?? [];
    own.push(prompts[place]?.labels[0]?.shares.logprob ?? Number.NaN);
    shares.set(String(row[3]), own);
  }
  return shares;
}

/** From the least to the largest mean share, with Student's interval. */
export function byOccupation(shares: ReadonlyMap<string, readonly number[]>): Point[] {
  return [...shares].map(([name, own]) => student(name, own)).sort((a, b) => a.y - b.y);
}

/** The points of occupations in the series of `AGREED`, by their sentences' shares. */
export function byAgreement(
  points: readonly Point[],
  sharesOf: (occupation: Point["x"]) => readonly number[],
): Series[] {
  const agreed = (occupation: Point["x"]) => {
    const shares = sharesOf(occupation);
    if (shares.every((share) => share > 0.5)) return HE;
    return shares.every((share) => share < 0.5) ? "she" : "split";
  };
  return AGREED.map((name) => ({
    ...{ name, x: "occupation", unit: "share" },
    points: points.filter(({ x }) => agreed(x) === name),
  }));
}

function student(x: string, values: readonly number[]): Point {
  const n = values.length;
  const y = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - y) ** 2, 0);
  const reach = (T * Math.sqrt(squares / (n - 1))) / Math.sqrt(n);
  return withinShare({ x, y, low: y - reach, high: y + reach, n });
}

/** The share of statements whose true end is the likelier one: of single words by their probability,
 * of longer ends by that a byte. */
export function truth(list: (typeof LISTS)[number], { prompts }: Scores): Point {
  const measure = list === "capitals" ? "logprob" : "per_byte";
  const right = prompts.filter(({ labels }) => {
    const [first, second] = labels.map(({ scores: each }) => each[measure]);
    return (first ?? 0) > (second ?? 0);
  }).length;
  const [low, high] = wilson(right, prompts.length);
  return { x: list, y: right / prompts.length, low, high, n: prompts.length };
}
