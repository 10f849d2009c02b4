// The prompted model beside classifiers of so many labels, the tasks in the order of its lead.

import { seriesOf, type Point, type Result } from "../../../../core/experiments/result";

export const LABELS = [8, 16, 32, 64, 128] as const;
export type Labels = (typeof LABELS)[number];

export interface Compared {
  result: Result; // its series and its table in the order of the lead, largest first
  ahead: number; // tasks in which the prompted model's interval lies above the classifiers' mean
  behind: number; // in which it lies below
}

/** Throws Error where the result has no such classifiers. */
export function compared(result: Result, labels: Labels): Compared {
  const prompted = seriesOf(result, "prompted").points;
  const classifier = seriesOf(result, `classifier-${labels}`).points;
  const mean = new Map(classifier.map(({ x, y }) => [x, y]));
  const lead = ({ x, y }: Point) => y - (mean.get(x) ?? 0);
  const order = [...prompted].sort((a, b) => lead(b) - lead(a)).map(({ x }) => x);
  const place = (task: unknown) => order.indexOf(task as string);
  return {
    result: {
      ...result,
      series: result.series.map((series) =>
        series.x === "task"
          ? { ...series, points: sorted(series.points, ({ x }) => place(x)) }
          : series,
      ),
      tables: result.tables.map((table) => ({
        ...table,
        rows: sorted(table.rows, ([task]) => place(task)),
      })),
    },
    ahead: prompted.filter(({ x, y, low = y }) => low > (mean.get(x) ?? Infinity)).length,
    behind: prompted.filter(({ x, y, high = y }) => high < (mean.get(x) ?? -Infinity)).length,
  };
}

function sorted<T>(items: readonly T[], place: (item: T) => number): T[] {
  return [...items].sort((a, b) => place(a) - place(b));
}
