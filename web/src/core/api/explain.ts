// What a model does inside with a text: the answer of POST /api/v1/explain, read where it lies.
// S tokens, L layers, H heads, d numbers a head; the frame is a length, a JSON header, float32 LE.

import type { GraphEntry } from "./api";
import type { Piece } from "./events";
import type { Lens } from "../attention/lens";
import { square, type Matrix } from "../attention/matrix";

export interface ExplainRequest {
  model: string;
  prompt: string;
  layers?: number[];
  scores?: boolean;
  thumbnails?: boolean;
  lens?: number | null;
  surprisal?: boolean;
}

/** How surprising a token was to what stands before it; `rank` counts from 0, the likeliest. */
export interface Surprisal {
  nats: number;
  p: number;
  rank: number;
}

interface ArrayEntry {
  name: string;
  shape: number[];
  dtype: string;
  offset: number; // bytes into what follows the header
  bytes: number;
}

interface Header {
  model: string;
  precision: string;
  writes?: GraphEntry; // by which texts are written; a recording does not tell
  tokens: Piece[];
  layers: number;
  heads: number;
  head_size: number;
  windows?: number[]; // tokens that each layer sees, itself counted, 0 for all; none: all see all
  surprisals?: (Surprisal | null)[];
  lens?: Lens | null;
  arrays: ArrayEntry[];
}

/** One answer. Arrays are views into the bytes that came, not copies. */
export class Explained {
  readonly #arrays = new Map<string, { shape: number[]; data: Float32Array }>();

  constructor(
    readonly header: Header,
    arrays: ArrayBuffer,
    start: number,
  ) {
    for (const { name, shape, offset, bytes } of header.arrays) {
      const data = new Float32Array(arrays, start + offset, bytes / 4);
      if (shape.reduce((size, n) => size * n, 1) !== data.length) throw new Error(`${name}: shape`);
      this.#arrays.set(name, { shape, data });
    }
  }

  get tokens(): readonly Piece[] {
    return this.header.tokens;
  }

  get lens(): Lens | null {
    return this.header.lens ?? null;
  }

  get surprisals(): readonly (Surprisal | null)[] | null {
    return this.header.surprisals ?? null;
  }

  /** How many tokens a row of this layer sees, itself counted; null for all before it. */
  window(layer: number): number | null {
    return this.header.windows?.[layer] || null;
  }

  /** Probabilities (S, S) of one head: rows ask, columns answer. Null where not asked for. */
  attention(layer: number, head: number): Matrix | null {
    return this.#head(`attentions.${layer}`, head);
  }

  /** q·k / √d (S, S) of one head before the mask, so also for tokens that stand later. */
  scores(layer: number, head: number): Matrix | null {
    return this.#head(`scores.${layer}`, head);
  }

  /** The layers whose attention is in this answer. */
  get given(): number[] {
    const names = [...this.#arrays.keys()].filter((name) => name.startsWith("attentions."));
    return names.map((name) => Number(name.slice("attentions.".length)));
  }

  /** A head's attention in at most 24 x 24 bands of tokens. */
  thumbnail(layer: number, head: number): Matrix | null {
    const found = this.#arrays.get("thumbnails");
    if (found === undefined) return null;
    return square(found.data, found.shape[2] ?? 0, layer * this.header.heads + head);
  }

  #head(name: string, head: number): Matrix | null {
    const found = this.#arrays.get(name);
    return found === undefined ? null : square(found.data, found.shape[1] ?? 0, head);
  }
}

/** Throws Error for bytes that are no such answer. */
export function parseExplain(buffer: ArrayBuffer): Explained {
  const length = new DataView(buffer).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(buffer, 4, length));
  return new Explained(JSON.parse(text) as Header, buffer, 4 + length);
}
