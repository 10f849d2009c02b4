// A text under one tokenizer: what each token costs over which bytes; and what follows for the whole,
// counted from a place at which every model that is compared has an edge between two tokens.

import type { Piece } from "../../../../core/api/events";
import opening from "../../../../gallery/opening.json";

/** The model beside the one in use; recorded. */
export const BESIDE = opening.objective.beside;

export type Token = Pick<Piece, "id" | "text" | "start" | "end">;

/** One token, or neighbours that share a character, over the bytes `from` to `to` of the text. */
export interface Cell {
  text: string;
  tokens: number;
  from: number;
  to: number;
  nats: number | null; // −log p; null: given, since nothing stands before it
}

export interface Measured {
  tokens: number;
  bytes: number;
  nats: number; // −log p of the whole
  mean: number; // the cross-entropy, nats a token
  perplexity: number; // a token
  bits: number; // a byte
}

/** How many bytes of UTF-8 stand before each code point, and before the end. */
export function byteEdges(text: string): number[] {
  const edges = [0];
  for (const letter of text)
    edges.push((edges.at(-1) ?? 0) + new TextEncoder().encode(letter).length);
  return edges;
}

/** A start token, which is nowhere in the text, is left out. */
export function cellsOf(
  text: string,
  tokens: readonly Token[],
  surprisals: readonly ({ nats: number } | null)[],
): Cell[] {
  const edges = byteEdges(text);
  const cells: Cell[] = [];
  tokens.forEach((token, i) => {
    const [from, to] = [edges[token.start] ?? 0, edges[token.end] ?? 0];
    if (from === to) return;
    const [nats, last] = [surprisals[i]?.nats ?? null, cells.at(-1)];
    if (last === undefined || from >= last.to) {
      cells.push({ text: token.text, tokens: 1, from, to, nats });
      return;
    }
    last.text += token.text;
    last.tokens += 1;
    last.to = Math.max(last.to, to);
    // The first byte of a character may be given, and the others not: then the whole is.
    last.nats = last.nats === null || nats === null ? null : last.nats + nats;
  });
  return cells;
}

/** The first byte from which every model says all: each has an edge there, and nothing given after. */
export function sharedStart(models: readonly (readonly Cell[])[]): number | null {
  const given = models.map((cells) => cells.findLast((cell) => cell.nats === null)?.to ?? 0);
  const least = Math.max(0, ...given);
  const common = [0, ...(models[0] ?? []).map(({ to }) => to)].filter(
    (byte) => byte >= least && models.every((cells) => hasEdge(cells, byte)),
  );
  return common[0] ?? null;
}

function hasEdge(cells: readonly Cell[], byte: number): boolean {
  return byte === 0 || cells.some(({ to }) => to === byte);
}

/** From the byte `start` on; null where no token stands after it. */
export function measured(cells: readonly Cell[], start: number): Measured | null {
  const counted = cells.filter(({ from }) => from >= start);
  const last = counted.at(-1);
  if (last === undefined) return null;
  const nats = counted.reduce((sum, cell) => sum + (cell.nats ?? 0), 0);
  const tokens = counted.reduce((sum, cell) => sum + cell.tokens, 0);
  const bytes = last.to - start;
  const mean = nats / tokens;
  return { tokens, bytes, nats, mean, perplexity: Math.exp(mean), bits: bitsIn(nats, bytes) };
}

/** Nats over so many bytes as bits a byte. */
export function bitsIn(nats: number, bytes: number): number {
  return nats / Math.LN2 / bytes;
}

export type Verdict = "alike" | "agree" | "disagree";

/** Whether both cut the text at the same places, and else whether both measures rank alike. */
export function verdict(first: readonly Cell[], second: readonly Cell[], start: number): Verdict {
  const [a, b] = [measured(first, start), measured(second, start)];
  const cuts = (cells: readonly Cell[]) =>
    cells.filter(({ from }) => from >= start).map(({ to, tokens }) => `${to}:${tokens}`);
  if (cuts(first).join() === cuts(second).join()) return "alike";
  if (a === null || b === null) return "agree";
  return Math.sign(a.perplexity - b.perplexity) === Math.sign(a.bits - b.bits)
    ? "agree"
    : "disagree";
}

/** The text in lines of at most so many bytes; no character is cut. */
export function wrapped(edges: readonly number[], most: number): { from: number; to: number }[] {
  const lines = [{ from: 0, to: 0 }];
  edges.slice(1).forEach((to, i) => {
    const line = lines.at(-1);
    if (line !== undefined && (to - line.from <= most || line.to === line.from)) line.to = to;
    else lines.push({ from: edges[i] ?? 0, to });
  });
  return lines;
}

/**
 * Whom a text is measured with: the model in use, and beside it the first of `preferred` that is
 * there, else another that is. `there`: those that were recorded, or can be asked.
 */
export function pair(
  used: string | null,
  preferred: readonly string[],
  there: readonly string[],
): string[] {
  const order = [...(used === null ? [] : [used]), ...preferred, ...there];
  return [...new Set(order)].filter((id) => there.includes(id)).slice(0, 2);
}
