// A beam search as a table: a row a token that was looked at, with the way to it.

import { type Placed, wayTo } from "../../../ui/figures/decoding/beamTree";
import { nats } from "../../../core/text/numbers";
import { figure, type Table } from "../../../core/text/table";
import { signs } from "../../../core/text/tokens";
import type { Words } from "../../../words";

export function beamTable(tree: readonly Placed[], t: Words["decode"]["beam"]): Table {
  const { way, step, own, sum, fate, score } = t.column;
  return {
    caption: t.caption,
    columns: [way, step, own, sum, fate, score],
    rows: tree.map((one) => [
      wayTo(one)
        .map((each) => signs(each.node.piece))
        .join(" · "),
      figure(one.column, String(one.column)),
      figure(one.node.logprob, nats(one.node.logprob)),
      figure(one.node.total, nats(one.node.total)),
      one.rank === null
        ? t.standing[one.standing]
        : `${t.standing[one.standing]}, ${t.ranked(one.rank)}`,
      figure(one.node.score, one.node.score === null ? "" : nats(one.node.score)),
    ]),
  };
}
