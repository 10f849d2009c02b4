// The filters as a table: a row a token, and one for all others; then what each filter leaves.

import type { Distribution } from "../../../core/decoding/distribution";
import { nats, percentDigits } from "../../../core/text/numbers";
import { type Narrowed, FILTERS } from "../../../core/decoding/narrowing";
import { restOf, type FilterRow } from "./filterRows";
import { type Cell, figure, type Table } from "../../../core/text/table";
import { signs } from "../../../core/text/tokens";
import type { Vocabulary } from "../../../core/text/vocabulary";
import type { Words } from "../../../words";

type Said = Words["decode"]["filters"];

export function filtersTable(
  distribution: Distribution,
  left: Narrowed,
  rows: readonly FilterRow[],
  draws: readonly { sample: number; place: number }[],
  words: Vocabulary,
  t: Said,
): Table {
  const rest = restOf(left, rows);
  const percents = (p: number): Cell => figure(100 * p, percentDigits(p));
  const line = (row: FilterRow): Cell[] => {
    const logit = distribution.logits[row.id] ?? 0;
    const fell = draws.filter((draw) => draw.place === row.place).map((draw) => draw.sample);
    return [
      signs(words.text(row.id)),
      figure(row.place + 1, String(row.place + 1)),
      figure(logit, nats(logit)),
      ...FILTERS.map((filter): Cell => {
        const cell = row.cells[filter];
        if (cell.removed) return { value: 0, text: t.removed[cell.removed] };
        return percents(cell.p);
      }),
      fell.join(", "),
    ];
  };
  const blank = figure(null, "");
  const sums = (name: string, cell: (filter: (typeof FILTERS)[number]) => Cell): Cell[] => [
    name,
    blank,
    blank,
    ...FILTERS.map(cell),
    "",
  ];
  const whole = (n: number) => figure(n, String(n));
  return {
    caption: t.caption,
    columns: [
      t.column.token,
      t.column.rank,
      t.column.logit,
      ...FILTERS.map((filter) => filter.replace("_", "-")),
      t.column.samples,
    ],
    rows: [
      ...rows.map(line),
      sums(t.others, (filter) => percents(rest.p[filter])),
      sums(t.column.tokens, (filter) => whole(left.counts[filter])),
      sums(t.column.mass, (filter) => percents(left.mass(filter))),
      sums(t.column.ofTopK, (filter) =>
        filter === "top_p" ? percents(left.mass("top_p") / left.mass("top_k")) : blank,
      ),
      sums(t.column.entropy, (filter) => figure(left.entropy(filter), nats(left.entropy(filter)))),
      sums(t.column.perplexity, (filter) => {
        const perplexity = Math.exp(left.entropy(filter));
        return figure(perplexity, perplexity.toFixed(1));
      }),
    ],
  };
}
