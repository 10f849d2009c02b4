// How tokens look on the page, where a space and a line break must be seen where they are all there
// is, and from which of them a text can be continued.

import { inBlanks } from "./ends";
import type { Alternative, Piece, TokenEvent } from "../api/events";

/** ` slow` as it is; breaks as signs, and a token of only blanks wholly: `␣`, `⏎`, `⇥`. */
export function visible(text: string): string {
  return /^\s*$/.test(text) ? signs(text) : text.replaceAll("\n", "⏎");
}

/** Every blank as a sign, for lists where the token stands alone: `␣slow`. */
export function signs(text: string): string {
  return text.replaceAll("\n", "⏎").replaceAll("\t", "⇥").replaceAll(" ", "␣");
}

/** Leading and trailing blanks as signs, those inside left alone: `␣slow down`. */
export function edges(text: string): string {
  const [before, bare, after] = inBlanks(text);
  return signs(before) + bare + signs(after);
}

/** A token without its blanks, for sentences; one of blanks alone as signs. */
export function plain(text: string): string {
  return text.trim() || signs(text);
}

/** A slice by code points, since spans and pieces count those. */
export function codePoints(text: string, start: number, end: number): string {
  return Array.from(text).slice(start, end).join("");
}

/** How surprising a token was, −log p, as a part of `most` nats, for a bar's length. */
export function surprise(logprob: number, most = 8): number {
  return Math.min(Math.max(-logprob, 0), most) / most;
}

/** Why a text cannot be continued from a token. */
export type ForkBlock = "drawn" | "part" | "special" | "unfinished";

const BYTE = /<0x[0-9A-F]{2}>/; // how the server names a byte that is no character by itself
const SPECIAL = /^<\|[^|>]*\|>$|^<\/?s>$|^<(pad|unk|mask|bos|eos)>$/;

/**
 * `before`: the sample's tokens up to the place. They may end amid a letter, or be held back for a
 * stop string: their text is then not whole.
 */
export function forkBlock(
  item: Alternative,
  drawn: number,
  before: readonly TokenEvent[],
): ForkBlock | null {
  if (item.id === drawn) return "drawn";
  if (BYTE.test(item.text) || item.text === "" || item.text.includes("\ufffd")) return "part";
  if (SPECIAL.test(item.text)) return "special";
  const last = before.at(-1);
  if (last !== undefined && (last.text === "" || last.text.includes("\ufffd"))) return "unfinished";
  return null;
}

/** Whether the text is cut into the tokens that stood there, the chosen one last. */
export function sameTokens(
  read: readonly Piece[],
  prompt: readonly Piece[],
  before: readonly TokenEvent[],
  chosen: number,
): boolean {
  const stood = [...prompt.map((piece) => piece.id), ...before.map((token) => token.id), chosen];
  return stood.length === read.length && stood.every((id, i) => id === read[i]?.id);
}

/** A text of at most so many characters; a longer one ends in an ellipsis. */
export function short(text: string, most: number): string {
  const letters = Array.from(text);
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("")}…`;
}

export const NO_TEXT = "∅"; // of a token that stands for nothing

// The texts of a model's tokens, both ways.

export class Vocabulary {
  readonly #ids = new Map<string, number>();

  constructor(readonly texts: ReadonlyMap<number, string> | readonly string[] = []) {
    for (const [id, text] of texts.entries()) if (!this.#ids.has(text)) this.#ids.set(text, id);
  }

  /** The text of a token; empty for one that stands for nothing, undefined where it is not known. */
  known(id: number): string | undefined {
    const text = this.texts instanceof Map ? this.texts.get(id) : (this.texts as string[])[id];
    return text === `#${id}` ? undefined : text; // as a run's file has what is not known
  }

  /** As files have it: where it is not known, its number. */
  text(id: number): string {
    return this.known(id) ?? `#${id}`;
  }

  /** As a person sees it: blanks as signs, a sign for no text at all, dots for one that is not known. */
  shown(id: number): string {
    const text = this.known(id);
    if (text === undefined) return "…";
    return text === "" ? NO_TEXT : signs(text);
  }

  id(text: string): number | undefined {
    return this.#ids.get(text);
  }
}
