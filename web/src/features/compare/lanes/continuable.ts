// Going on from another token: which ones a text can be continued from, and whether the text with it
// is read as the same tokens.

import type { Alternative, Piece, TokenEvent } from "../../../core/api/events";

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
