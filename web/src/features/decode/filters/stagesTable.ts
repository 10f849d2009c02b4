// The stages as a table: a row a token, and one for all others; then what each stage leaves.

import type { Distribution } from "../../../core/decoding/distribution";
import { nats, percentDigits } from "../../../core/text/numbers";
import { type Narrowed, STAGES } from "../../../core/decoding/narrowing";
import { restOf, type StageRow } from "./stageRows";
import { type Cell, figure, type Table } from "../../../core/text/table";
import { signs } from "../../../core/text/tokens";
import type { Vocabulary } from "../../../core/text/vocabulary";
import type { Words } from "../../../words";

type Said = Words["decode"]["stages"];

export function stagesTable(
  distribution: Distribution,
  left: Narrowed,
  rows: readonly StageRow[],
  draws: readonly { sample: number; place: number }[],
  words: Vocabulary,
  t: Said,
): Table {
  const rest = restOf(left, rows);
  const percents = (p: number): Cell => figure(100 * p, percentDigits(p));
  const line = (row: StageRow): Cell[] => {
    const logit = distribution.logits[row.id] ?? 0;
    const fell = draws.filter((draw) => draw.place === row.place).map((draw) => draw.sample);
    return [
      signs(words.text(row.id)),
      figure(row.place + 1, String(row.place + 1)),
      figure(logit, nats(logit)),
      ...STAGES.map((stage): Cell => {
        const cell = row.cells[stage];
        if (cell.removed) return { value: 0, text: t.removed[cell.removed] };
        return percents(cell.p);
      }),
      fell.join(", "),
    ];
  };
  const blank = figure(null, "");
  const sums = (name: string, cell: (stage: (typeof STAGES)[number]) => Cell): Cell[] => [
    name,
    blank,
    blank,
    ...STAGES.map(cell),
    "",
  ];
  const whole = (n: number) => figure(n, String(n));
  return {
    caption: t.caption,
    columns: [
      t.column.token,
      t.column.rank,
      t.column.logit,
      "softmax",
      "top-k",
      "top-p",
      "min-p",
      t.column.samples,
    ],
    rows: [
      ...rows.map(line),
      sums(t.others, (stage) => percents(rest.p[stage])),
      sums(t.column.tokens, (stage) => whole(left.counts[stage])),
      sums(t.column.mass, (stage) => percents(left.mass(stage))),
      sums(t.column.ofTopK, (stage) =>
        stage === "top_p" ? percents(left.mass("top_p") / left.mass("top_k")) : blank,
      ),
      sums(t.column.entropy, (stage) => figure(left.entropy(stage), nats(left.entropy(stage)))),
      sums(t.column.perplexity, (stage) => {
        const perplexity = Math.exp(left.entropy(stage));
        return figure(perplexity, perplexity.toFixed(1));
      }),
    ],
  };
}
