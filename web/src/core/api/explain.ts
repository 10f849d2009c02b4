// What a model does inside with a text: the answer of POST /api/v1/explain, read where it lies.
// S tokens, L layers, H heads, d numbers a head; the frame is a length, a JSON header, float32 LE.

import type * as api from "./api.gen";
import { arraysOf, type NumberArray } from "./arrays";
import type { Piece } from "./events";
import { square, type Matrix } from "../attention/attention";
import type { Sight } from "../attention/masks";

export type ExplainRequest = Omit<api.ExplainBody, "precision">;
export type { Surprisal } from "./api.gen";

/** What a recording holds too; old ones may lack what is optional here. */
type Header = Pick<
  api.Explained,
  "model" | "precision" | "layers" | "heads" | "head_size" | "surprisals" | "arrays"
> &
  Partial<Pick<api.Explained, "writes" | "windows" | "bidirectional" | "lens">> & {
    tokens: Piece[];
  };

/** One answer. Arrays are views into the bytes that came, not copies. */
export class Explained {
  readonly arrays: ReadonlyMap<string, NumberArray>;

  constructor(
    readonly header: Header,
    arrays: ArrayBuffer,
    start: number,
  ) {
    this.arrays = arraysOf(header.arrays, arrays, start);
  }

  get tokens(): readonly Piece[] {
    return this.header.tokens;
  }

  get lens(): api.Lens | null {
    return this.header.lens ?? null;
  }

  get surprisals(): readonly (api.Surprisal | null)[] | null {
    return this.header.surprisals ?? null;
  }

  /** Whether every token sees every other: the text is read by a masked model. */
  get bidirectional(): boolean {
    return this.header.bidirectional === true;
  }

  /** What a row of this layer sees. */
  sight(layer: number): Sight {
    return this.bidirectional ? "all" : this.header.windows?.[layer] || null;
  }

  /** Probabilities (S, S) of one head: rows ask, columns answer. Null where not asked for. */
  attention(layer: number, head: number): Matrix | null {
    return this.#head(`attentions.${layer}`, head);
  }

  /** q·k / √d (S, S) of one head before the mask, so also for tokens that stand later. */
  scores(layer: number, head: number): Matrix | null {
    return this.#head(`scores.${layer}`, head);
  }

  /** |v_j W_O| (S,) of one head: how long what it hands on of each token is in the residual stream. */
  valueNorms(layer: number, head: number): Float32Array | null {
    const result = this.arrays.get(`value_norms.${layer}`);
    const tokens = result?.shape[1] ?? 0;
    return result?.data.subarray(head * tokens, (head + 1) * tokens) ?? null;
  }

  /** The layers whose attention is in this answer. */
  get given(): number[] {
    const names = [...this.arrays.keys()].filter((name) => name.startsWith("attentions."));
    return names.map((name) => Number(name.slice("attentions.".length)));
  }

  /** A head's attention in at most 24 x 24 bands of tokens. */
  thumbnail(layer: number, head: number): Matrix | null {
    const result = this.arrays.get("thumbnails");
    if (result === undefined) return null;
    return square(result.data, result.shape[2] ?? 0, layer * this.header.heads + head);
  }

  /** The residual stream (D,) that a layer reads of a token; null where not asked for. */
  hidden(layer: number, token: number): Float32Array | null {
    const result = this.arrays.get(`hidden_states.${layer}`);
    if (result === undefined) return null;
    const width = result.shape[1] ?? 0;
    return result.data.subarray(token * width, (token + 1) * width);
  }

  #head(name: string, head: number): Matrix | null {
    const result = this.arrays.get(name);
    return result === undefined ? null : square(result.data, result.shape[1] ?? 0, head);
  }
}

/** Throws Error for bytes that are no such answer. */
export function parseExplain(buffer: ArrayBuffer): Explained {
  const length = new DataView(buffer).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(buffer, 4, length));
  return new Explained(JSON.parse(text) as Header, buffer, 4 + length);
}
