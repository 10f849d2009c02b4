// A prompt as the model reads it: its tokens, behind a start token where the source puts one. The
// twin of PromptTokens of backend/shotglass/text/tokenizer.py; tests/contract/tokenizing.json holds both together.

import type { Manifest } from "../../core/api/api";
import type { Piece } from "../../core/api/events";
import type { Tokenizer } from "./tokenizer";

export class PromptTokens {
  constructor(
    readonly tokenizer: Tokenizer,
    /** What stands before every text: one token, or none. */
    readonly start: readonly number[] = [],
  ) {}

  static of(tokenizer: Tokenizer, manifest: Manifest): PromptTokens {
    const { adds_start, start_id } = manifest;
    return new PromptTokens(tokenizer, adds_start === true && start_id !== null ? [start_id] : []);
  }

  /** Throws Refusal, as the tokenizer does. */
  encode(text: string): number[] {
    return [...this.start, ...this.tokenizer.encode(text)];
  }

  /** One for each id of `encode`. Throws Refusal. */
  pieces(text: string): Piece[] {
    const own = this.tokenizer.pieces(text, this.tokenizer.encode(text));
    return [...this.start.map((id) => this.#special(id)), ...own];
  }

  /** A token before the text, of which no character of the text is. */
  #special(id: number): Piece {
    const text = this.tokenizer.textOf(id);
    return { id, text, start: 0, end: 0, part: null, special: true };
  }
}
