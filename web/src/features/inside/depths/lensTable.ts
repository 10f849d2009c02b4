// The logit lens as a table: each layer's likeliest next token, and the ranks of two words.

import type { Lens } from "../../../core/attention/lens";
import { stateName } from "../../../core/attention/states";
import { count, percent } from "../../../core/text/numbers";
import { figure, type Table } from "../../../core/text/table";
import { signs } from "../../../core/text/tokens";
import type { Words } from "../../../words";

/** The token that follows in the text, where it has a line of its own. */
export function following(lens: Lens): string | null {
  return lens.next === null || lens.next.id === lens.final.id ? null : signs(lens.next.text);
}

/** What is saved: every layer by the number that heads have, null for the input. */
export function lensData(lens: Lens) {
  const layers = lens.layers.map(({ layer, ...item }) => ({
    after_layer: layer === 0 ? null : layer - 1,
    ...item,
  }));
  return { ...lens, layers };
}

export function lensTable(lens: Lens, asking: string, t: Words["inside"]["lens"]): Table {
  const [final, next] = [signs(lens.final.text), following(lens)];
  const ranks = next === null ? [final] : [final, next];
  const rank = (value: number) => figure(value + 1, count(value + 1));
  return {
    caption: t.caption(asking),
    columns: [
      ...[t.columns.layer, t.columns.token, t.columns.p],
      ...ranks.map((word) => `${t.columns.rank} ${word}`),
    ],
    rows: lens.layers.map((item) => [
      stateName(item.layer, t.input),
      signs(item.top[0]?.text ?? ""),
      figure(item.top[0]?.p ?? 0, percent(item.top[0]?.p ?? 0)),
      rank(item.final.rank),
      ...(next !== null && item.next ? [rank(item.next.rank)] : []),
    ]),
  };
}
