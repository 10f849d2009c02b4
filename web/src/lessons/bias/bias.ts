// The questions of the lesson on bias and truth, as they were measured, and asked of the model in use.

import { scores, type Of } from "../../core/api/api";
import type { Scores } from "../../core/api/api.gen";
import type { Point, Result, Series } from "../../core/experiments/result";
import { withinShare } from "../../core/experiments/shares";
import { wilson } from "../../core/statistics/wilson";

export const HE = "he"; // the series that is drawn, whoever answered
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
  const of = (name: string) => result.series.filter((item) => item.name === `${name}-${model}`);
  const renamed = [HE, TRUE].flatMap((name) => of(name).map((item) => ({ ...item, name })));
  return { ...result, series: renamed };
}

/** How many questions there are. */
export function questions(result: Result): number {
  return result.tables.reduce((sum, { rows }) => sum + rows.length, 0);
}

/** The same questions asked of a model. Throws ApiError. */
export async function answersNow(of: Of, result: Result, signal: AbortSignal): Promise<Result> {
  const occupations = await answers(of, result, "occupations", signal);
  const he: Series = {
    name: HE,
    x: "occupation",
    unit: "share",
    points: byOccupation(rowsOf(result, "occupations"), occupations),
  };
  const right: Point[] = [];
  for (const list of LISTS) right.push(truth(list, await answers(of, result, list, signal)));
  return { ...result, series: [he, { name: TRUE, x: "list", unit: "share", points: right }] };
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

/** From the least to the largest mean share of the first answer, with Student's interval. */
export function byOccupation(
  rows: readonly (readonly (string | number | null)[])[],
  { prompts }: Scores,
): Point[] {
  const result = new Map<string, number[]>();
  for (const [place, row] of rows.entries()) {
    const shares = result.get(String(row[3])) ?? [];
    shares.push(prompts[place]?.labels[0]?.shares.logprob ?? Number.NaN);
    result.set(String(row[3]), shares);
  }
  return [...result].map(([name, shares]) => student(name, shares)).sort((a, b) => a.y - b.y);
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
