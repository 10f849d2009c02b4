// The tokens of a text while it is typed.

import { isAbort, type ModelSummary } from "../../../core/api/api";
import type { Piece } from "../../../core/api/events";
import { countOf } from "./pieces";

export class Counter {
  pieces = $state.raw<readonly Piece[] | null>(null); // of the text counted last; null: not counted

  async ask(model: string, text: string, signal: AbortSignal): Promise<void> {
    try {
      const pieces = await (await countOf(model))(text, signal);
      if (!signal.aborted) this.pieces = pieces;
    } catch (error) {
      if (!isAbort(error)) this.pieces = null; // the server says at Run what is wrong
    }
  }
}

/**
 * Whether a prompt is more than a model is served with, `length` tokens to be written included. What
 * is not counted yet is over nothing.
 */
export function isOver(
  pieces: readonly unknown[] | null | undefined,
  model: ModelSummary | null,
  length: number,
): boolean {
  const count = pieces?.length ?? 0;
  return model !== null && count > 0 && count + length > model.served_context;
}
