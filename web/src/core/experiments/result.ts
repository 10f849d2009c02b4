// What an experiment measured, as result.json of its lesson has it (shotglass_research/experiments).

export interface Point {
  x: number | string; // a number, or the name of a category
  y: number;
  low?: number; // of the 95 % interval
  high?: number;
  n?: number;
}

export interface Series {
  name: string;
  x: string; // its axis, in English
  unit: string; // of y
  points: readonly Point[];
}

export interface ResultTable {
  name: string;
  columns: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
}

export type Outcome = "held" | "refuted" | "null";

/** Texts are in English; the lesson's words have them in other languages. */
export interface Result {
  name: string;
  lesson: string;
  question: string;
  hypothesis: string;
  rule: string;
  null: string;
  outcome: Outcome;
  n: number;
  counted: string;
  seeds: readonly number[];
  tokens: number;
  minutes: number;
  machine: string;
  series: readonly Series[];
  tables: readonly ResultTable[];
  data: readonly { name: string; digest: string; licence: string; source: string }[];
  code: string;
  rule_commit: string;
  run_commit: string;
  date: string;
  smoke: boolean;
  command: string;
  others?: readonly Result[]; // of the same lesson, in a figure's words named as "bands.largest"
}

/** Whose series or table a name is: the result's own, or another's by its own lesson and a point; and
 * how it is called there. */
export function ownerOf(result: Result, name: string): [Result, string] {
  const other = result.others?.find((item) => name.startsWith(`${item.lesson}.`));
  return other === undefined ? [result, name] : [other, name.slice(other.lesson.length + 1)];
}

/** Throws Error where there is no such series. */
export function seriesOf(result: Result, name: string): Series {
  const [owner, own] = ownerOf(result, name);
  const match = owner.series.find((series) => series.name === own);
  if (match === undefined) throw new Error(`${owner.name} has no series ${own}.`);
  return { ...match, name };
}

/** The point of a series at `x`. Throws Error where there is none. */
export function pointOf(result: Result, name: string, x: string): Point {
  const match = seriesOf(result, name).points.find((point) => String(point.x) === x);
  if (match === undefined) throw new Error(`${name} of ${result.name} has no point at ${x}.`);
  return match;
}

/** How a point is called in a lesson's words: `unseen-4[24]`. */
export function pointName(series: string, x: number | string): string {
  return series === PICKS ? String(x) : `${series}[${x}]`;
}

const PICKS = ""; // the name of a series of points of others

export function isPoint(name: string): boolean {
  return name.endsWith("]");
}

/** Points of several series, each by its name as in `unseen-4[24]`, as the categories of one. */
export function picksOf(result: Result, names: readonly string[]): Series {
  const picks = names.map((name) => {
    const start = name.lastIndexOf("[");
    const [series, x] = [name.slice(0, start), name.slice(start + 1, -1)];
    const { unit } = seriesOf(result, series);
    return { unit, point: { ...pointOf(result, series, x), x: name } };
  });
  const points = picks.map(({ point }) => point);
  return { name: PICKS, x: "", unit: picks[0]?.unit ?? "", points };
}
