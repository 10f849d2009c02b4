// A tokenizer.json as text <-> ids <-> bytes; the only import of Hugging Face's tokenizers. The twin
// of backend/shotglass/text/tokenizer.py; tests/contract/tokenizing.json holds both together.

import { Tokenizer as Inner } from "@huggingface/tokenizers";
import type { Piece } from "../../core/api/events";
import { WORDS } from "../../core/text/words";
import { Refusal } from "../refusal";
import { shown, TextStream } from "./streaming";
import type { Manifest, PromptInput } from "../../core/api/api";

interface AddedToken {
  id: number;
  content: string;
  special: boolean;
}

/** What of a tokenizer.json is read here. */
interface TokenizerFile {
  added_tokens?: AddedToken[];
  model: { vocab: Record<string, number> };
  [key: string]: unknown;
}

const encoder = new TextEncoder();

/** Byte-level BPE. Ids run from 0 to `vocabulary - 1`; an id that has no token has no bytes. */
export class Tokenizer {
  readonly #inner: Inner;
  readonly #names: readonly string[]; // by id, as the file writes them; "" where there is no token
  #texts: readonly string[] | null = null;
  readonly specialIds: ReadonlySet<number>; // whose names are text

  /** `json`: a tokenizer.json, parsed. */
  constructor(json: unknown) {
    const file = json as TokenizerFile;
    this.#inner = new Inner(plain(file), {});
    this.#names = namesOf(file);
    const added = file.added_tokens ?? [];
    this.specialIds = new Set(added.filter((token) => token.special).map((token) => token.id));
  }

  get vocabulary(): number {
    return this.#names.length;
  }

  /** For display, by id. Made when they are first asked for: a text needs few of them. */
  get texts(): readonly string[] {
    this.#texts ??= this.#names.map((_, id) => this.textOf(id));
    return this.#texts;
  }

  /** Token ids of a text; nothing is added at its ends. Throws Refusal for half a character. */
  encode(text: string): number[] {
    if (/\p{Cs}/u.test(text)) {
      throw new Refusal("invalid_parameter", "The text holds half a character.", "/prompt");
    }
    return text === "" ? [] : this.#inner.encode(text, { add_special_tokens: false }).ids;
  }

  /** The text of ids, special tokens as their names, broken characters as U+FFFD. */
  decode(ids: readonly number[]): string {
    const stream = new TextStream();
    return ids.map((id) => stream.push(this.bytesOf(id))).join("") + stream.flush();
  }

  bytesOf(id: number): Uint8Array {
    const name = this.#names[id] ?? "";
    return (this.specialIds.has(id) ? null : namedBytes(name)) ?? encoder.encode(name);
  }

  textOf(id: number): string {
    return shown(this.bytesOf(id));
  }

  /**
   * Tokens with their places in the text, in code points: a token spans the characters that its
   * bytes belong to. Where a normaliser has changed the bytes, none has a place.
   */
  pieces(text: string, ids: readonly number[]): Piece[] {
    const characterOf = Array.from(text).flatMap((char, i) =>
      new Array<number>(encoder.encode(char).length).fill(i),
    );
    let at = 0;
    return ids.map((id) => {
      const { length } = this.bytesOf(id);
      const start = characterOf[at] ?? 0;
      const end = (characterOf[at + length - 1] ?? -1) + 1;
      at += length;
      return { id, text: this.textOf(id), start, end, part: null, special: false };
    });
  }
}

/** Without special tokens, so that "<|im_end|>" typed by a person is text and no command. */
function plain(file: TokenizerFile): object {
  const added_tokens = (file.added_tokens ?? []).filter((token) => !token.special);
  const pre_tokenizer = spelledOut(file.pre_tokenizer);
  const off = { post_processor: null, padding: null, truncation: null };
  return { ...file, ...off, added_tokens, pre_tokenizer };
}

/**
 * Steps that the library reads as JavaScript has them, as patterns, which it reads as Unicode does:
 * for JavaScript U+FEFF is a space, and only 0 to 9 are digits.
 */
function spelledOut(step: unknown): unknown {
  const known = step as Step | null;
  if (known?.pretokenizers !== undefined) {
    return { ...known, pretokenizers: known.pretokenizers.map(spelledOut) };
  }
  if (known?.type === "Digits") {
    return split(known.individual_digits === true ? String.raw`\p{N}` : String.raw`\p{N}+`);
  }
  if (known?.type !== "ByteLevel" || known.use_regex === false || known.add_prefix_space === true) {
    return step;
  }
  return { type: "Sequence", pretokenizers: [split(WORDS), { ...known, use_regex: false }] };
}

/** A pre-tokenizer of a tokenizer.json, as far as it is read here. */
interface Step {
  type?: string;
  pretokenizers?: unknown[];
  individual_digits?: boolean;
  use_regex?: boolean;
  add_prefix_space?: boolean;
}

function split(pattern: string): object {
  return { type: "Split", pattern: { Regex: pattern }, behavior: "Isolated", invert: false };
}

function namesOf(file: TokenizerFile): string[] {
  const names: string[] = [];
  for (const [name, id] of Object.entries(file.model.vocab)) names[id] = name;
  for (const { id, content } of file.added_tokens ?? []) names[id] = content;
  return Array.from({ length: names.length }, (_, id) => names[id] ?? "");
}

const BYTES = byteAlphabet();

/** Null for a name with a character that stands for no byte. */
function namedBytes(name: string): Uint8Array | null {
  const bytes = Array.from(name, (char) => BYTES.get(char));
  return bytes.includes(undefined) ? null : Uint8Array.from(bytes as number[]);
}

/** GPT-2's stand-ins: printable Latin-1 stays itself, the other bytes are U+0100 onwards. */
function byteAlphabet(): Map<string, number> {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const isPrintable = (byte: number) =>
    (byte >= 0x21 && byte < 0x7f) || (byte >= 0xa1 && byte < 0xad) || byte >= 0xae;
  const rest = bytes.filter((byte) => !isPrintable(byte));
  return new Map([
    ...bytes.filter(isPrintable).map((byte) => [String.fromCharCode(byte), byte] as const),
    ...rest.map((byte, i) => [String.fromCharCode(0x100 + i), byte] as const),
  ]);
}

// A prompt as the model reads it: its tokens, behind a start token where the source puts one. The
// twin of backend/shotglass/text/tokenizer.py; tests/contract/tokenizing.json holds both together.

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
