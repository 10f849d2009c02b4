// The ways that were taken through the tokens, as a tree that grows to the right, and as a table.

import { nats, percentDigits } from "../../../core/text/numbers";
import { figure, type Table } from "../../../core/text/table";
import { signs } from "../../../core/text/tokens";
import type { Words } from "../../../words";

/** log p of a way's last token after those before it, in nats; null where it is not known. */
export type LogprobOf = (path: readonly string[]) => number | null;

export interface ForkNode {
  key: string;
  path: readonly string[]; // the tokens from the prompt on; none is the prompt itself
  depth: number;
  row: number; // halves stand between rows
  parent: ForkNode | null;
  current: boolean; // on the way that is open now
}

/** Every beginning of the paths once, the branches in the order in which they were first taken. */
export function forkTree(
  paths: readonly (readonly string[])[],
  open: readonly string[],
): ForkNode[] {
  const made: ForkNode[] = [];
  let leaves = 0;
  const grow = (path: readonly string[], parent: ForkNode | null): ForkNode => {
    const fork: ForkNode = {
      key: JSON.stringify(path),
      path,
      depth: path.length,
      row: 0,
      parent,
      current: begins(open, path),
    };
    made.push(fork);
    const children = next(paths, path).map((token) => grow([...path, token], fork));
    const [first, last] = [children[0], children.at(-1)];
    fork.row = first && last ? (first.row + last.row) / 2 : leaves++;
    return fork;
  };
  grow([], null);
  return made;
}

function next(paths: readonly (readonly string[])[], path: readonly string[]): string[] {
  const tokens = paths
    .filter((other) => other.length > path.length && begins(other, path))
    .map((other) => other[path.length] ?? "");
  return [...new Set(tokens)];
}

function begins(path: readonly string[], start: readonly string[]): boolean {
  return start.length <= path.length && start.every((token, i) => token === path[i]);
}

/** A row a way: its tokens, p of the last, and log p of all as far as every part is known. */
export function forkTable(
  nodes: readonly ForkNode[],
  logprob: LogprobOf,
  t: Words["decode"]["tree"],
): Table {
  const ways = nodes.filter((fork) => fork.depth > 0);
  return {
    caption: t.caption,
    columns: [t.way, t.p, t.logprob],
    rows: ways.map(({ path }) => {
      const [own, whole] = [logprob(path), sum(path, logprob)];
      return [
        path.map(signs).join(" · "),
        figure(own && 100 * Math.exp(own), own === null ? "" : percentDigits(Math.exp(own))),
        figure(whole, whole === null ? "" : nats(whole)),
      ];
    }),
  };
}

function sum(path: readonly string[], logprob: LogprobOf): number | null {
  const parts = path.map((_, i) => logprob(path.slice(0, i + 1)));
  return parts.some((part) => part === null)
    ? null
    : parts.reduce<number>((total, part) => total + (part ?? 0), 0);
}
