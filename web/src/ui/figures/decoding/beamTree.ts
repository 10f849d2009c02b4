// A beam search as a drawing: a column a token, the likeliest of each step on top. What is placed
// stays where it is while the tree grows to the right.

import type { BeamNode, BeamResult } from "../../../core/api/events";
import { nats } from "../../../core/text/numbers";
import { figure, type Table } from "../../../core/text/table";
import { signs } from "../../../core/text/tokens";
import type { Words } from "../../../words";

/** "left": kept at its step, and nothing that is kept now begins with it. */
export type Standing = "kept" | "left" | "pruned" | "ended";

export interface Placed {
  node: BeamNode;
  column: number; // from 1; the prompt stands in column 0
  row: number;
  parent: Placed | null; // null: the prompt
  standing: Standing;
  best: boolean; // on the way of one of the texts that are answered
  rank: number | null; // of the text that ends here among them, from 1
}

/** `nodes` step by step as they were told; `results` none while the search goes on. */
export function beamTree(nodes: readonly BeamNode[], results: readonly BeamResult[]): Placed[] {
  const made = new Map<number, Placed>();
  const rows: number[] = [];
  for (const node of nodes) {
    const parent = made.get(node.parent) ?? null;
    const column = (parent?.column ?? 0) + 1;
    const row = (rows[column] = (rows[column] ?? -1) + 1);
    const standing = { kept: "left", pruned: "pruned", finished: "ended" }[node.fate] as Standing;
    made.set(node.node, { node, column, row, parent, standing, best: false, rank: null });
  }
  const placed = [...made.values()];
  const last = rows.length - 1;
  for (const token of placed) {
    const goesOn = token.node.fate === "kept" && token.column === last && results.length === 0;
    if (goesOn || token.standing === "ended") wayTo(token).forEach(keep);
  }
  results.forEach((result, i) => {
    const end = made.get(result.node);
    if (end === undefined) return;
    end.rank = i + 1;
    wayTo(end).forEach((token) => (token.best = true));
  });
  return placed;
}

function keep(token: Placed): void {
  if (token.standing === "left") token.standing = "kept";
}

/** From the first token after the prompt to this one. */
export function wayTo(token: Placed): Placed[] {
  return token.parent === null ? [token] : [...wayTo(token.parent), token];
}

/** Where an arrow leads: to the parent, the first child, or the neighbour in its column. */
export function neighbour(tree: readonly Placed[], from: Placed, key: string): Placed | null {
  const { column, row, parent } = from;
  if (key === "ArrowLeft") return parent;
  if (key === "ArrowRight") return tree.find((other) => other.parent === from) ?? null;
  const by = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (by === undefined) return null;
  return tree.find((other) => other.column === column && other.row === row + by) ?? null;
}

/** The text that ended with the highest sum, before anything is divided. */
export function likeliest(tree: readonly Placed[]): Placed | null {
  const ended = tree.filter((token) => token.standing === "ended");
  return ended.reduce<Placed | null>(
    (best, token) => (best === null || token.node.total > best.node.total ? token : best),
    null,
  );
}

// A beam search as a table: a row a token that was looked at, with the way to it.

export function beamTable(tree: readonly Placed[], t: Words["decode"]["beam"]): Table {
  const { way, step, own, sum, fate, score } = t.column;
  return {
    caption: t.caption,
    columns: [way, step, own, sum, fate, score],
    rows: tree.map((token) => [
      wayTo(token)
        .map((each) => signs(each.node.piece))
        .join(" · "),
      figure(token.column, String(token.column)),
      figure(token.node.logprob, nats(token.node.logprob)),
      figure(token.node.total, nats(token.node.total)),
      token.rank === null
        ? t.standing[token.standing]
        : `${t.standing[token.standing]}, ${t.ranked(token.rank)}`,
      figure(token.node.score, token.node.score === null ? "" : nats(token.node.score)),
    ]),
  };
}
