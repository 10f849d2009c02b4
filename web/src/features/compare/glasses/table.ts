// The glasses as a table: a number of examples a row, and what each example brought.

import { nats, percentDigits, points } from "../../../core/text/numbers";
import { figure, type Cell, type Table } from "../../../core/text/table";
import { level, type Glass } from "../../../ui/plot/glass/glass";

interface TableWords {
  tableCaption: string;
  count: string;
  all: string;
  nextWord: string;
  added: string;
  without: (k: number) => string;
  lost: string;
}

interface Row extends Pick<Glass, "k" | "parts"> {
  below?: number | undefined; // of the lead, where it is not listed
  word: string; // the likeliest next one
}

/** What leaving each example of the prompt out does to the expected answer, in their order. */
export interface Without {
  nats: readonly number[]; // of log-odds that it loses
  change: readonly (number | null)[]; // of its probability
}

/** `lead`: the place of the expected answer. The k-th example's own figures stand in the row of k. */
export function glassTable(
  rows: readonly Row[],
  answers: readonly string[],
  lead: number | null,
  without: Without | null,
  t: TableWords,
): Table {
  const before = (k: number) => rows.find((row) => row.k === k - 1)?.parts ?? null;
  const own = without === null ? [] : [t.without(without.nats.length), t.lost];
  return {
    caption: t.tableCaption,
    columns: [t.count, ...answers, t.all, t.nextWord, ...(lead === null ? [] : [t.added]), ...own],
    rows: rows.map(({ k, parts, below, word }) => [
      String(k),
      ...answers.map((_, i) => (i === lead && below ? under(below) : share(parts?.[i]))),
      share(parts === null ? undefined : level(parts)),
      word,
      ...(lead === null ? [] : [difference(before(k)?.[lead], parts?.[lead])]),
      ...(without === null ? [] : lost(without, k - 1)),
    ]),
  };
}

function share(p: number | undefined): Cell {
  return p === undefined ? figure(null, "") : figure(100 * p, percentDigits(p));
}

function under(bound: number): Cell {
  return figure(null, `< ${percentDigits(bound)}`);
}

function difference(from: number | undefined, to: number | undefined): Cell {
  if (from === undefined || to === undefined) return figure(null, "");
  return figure(100 * (to - from), points(to - from));
}

function lost({ nats: all, change }: Without, at: number): Cell[] {
  const [value, by] = [all[at], change[at] ?? null];
  const known = value !== undefined && Number.isFinite(value);
  return [
    by === null || !known ? figure(null, "") : figure(100 * by, points(by)),
    known ? figure(value, nats(value)) : figure(null, ""),
  ];
}
