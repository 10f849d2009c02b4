// A prompt as the model reads it: its tokens, behind a start token where the source puts one. The
// twin of backend/shotglass/text/prompt_tokens.py; tests/contract/tokenizing.json holds both together.

import type { Manifest, PromptInput } from "../../core/api/api";
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

  /** One for each id of `encode`, or for each id that a prompt consists of. Throws Refusal. */
  pieces(prompt: PromptInput): Piece[] {
    if (typeof prompt !== "string") return this.#piecesOf(prompt);
    const own = this.tokenizer.pieces(prompt, this.tokenizer.encode(prompt));
    return [...this.start.map((id) => this.#special(id)), ...own];
  }

  #piecesOf(ids: readonly number[]): Piece[] {
    const { specialIds } = this.tokenizer;
    const pieces = this.tokenizer.pieces(this.tokenizer.decode(ids), ids);
    return pieces.map((piece) => ({ ...piece, special: specialIds.has(piece.id) }));
  }

  /** A token before the text, of which no character of the text is. */
  #special(id: number): Piece {
    const text = this.tokenizer.textOf(id);
    return { id, text, start: 0, end: 0, part: null, special: true };
  }
}
