// The numbers on the way through one layer of a model: the answer of POST /api/v1/trace, read where
// it lies. S tokens, H heads of d numbers over G groups, D numbers a token.

import type * as api from "./api.gen";
import { arraysOf, type NumberArray } from "./arrays";
import type { Piece } from "./events";
import { square, type Matrix } from "../attention/attention";
import type { Sight } from "../attention/masks";

export type TraceRequest = Omit<api.TraceBody, "precision">;
export type TraceHeader = Omit<api.Traced, "tokens"> & { tokens: Piece[] };
export type WeightRow = api.WeightRow;

/** What has a row for every token. */
export type Stage =
  | "stream"
  | "attention_in"
  | "query_map"
  | "key_map"
  | "value_map"
  | "mixed"
  | "attention_out"
  | "middle"
  | "ffn_in"
  | "ffn_gate"
  | "ffn_up"
  | "ffn_hidden"
  | "ffn_out"
  | "after"
  | "head_in"
  | "logits";

const NONE = new Float32Array();

/** One answer. Arrays are views into the bytes that came, not copies. */
export class Traced {
  readonly #arrays: ReadonlyMap<string, NumberArray>;

  constructor(
    readonly header: TraceHeader,
    arrays: ArrayBuffer,
    start: number,
  ) {
    this.#arrays = arraysOf(header.arrays, arrays, start);
  }

  get tokens(): readonly Piece[] {
    return this.header.tokens;
  }

  has(name: Stage): boolean {
    return this.#arrays.has(name);
  }

  /** A token's numbers at a stage; none where the layer has no such stage. */
  row(name: Stage, token: number): Float32Array {
    const { shape = [], data = NONE } = this.#arrays.get(name) ?? {};
    const width = shape.at(-1) ?? 0;
    return data.subarray(token * width, (token + 1) * width);
  }

  /** The weight or the bias of a norm, (D,); null where the model has none. */
  norm(name: string): Float32Array | null {
    return this.#arrays.get(name)?.data ?? null;
  }

  /** Which group's keys and values a head reads. */
  group(head: number): number {
    const { heads, kv_heads } = this.header;
    return Math.floor(head / (heads / kv_heads));
  }

  /** A token's query (d,) as it is compared: normed and rotated where the model does so. */
  query(head: number, token: number): Float32Array {
    return this.#vector("query", head, token);
  }

  /** A token's key (d,) as it is compared, of the group that the head reads. */
  key(head: number, token: number): Float32Array {
    return this.#vector("key", this.group(head), token);
  }

  /** A token's value (d,), of the group that the head reads. */
  value(head: number, token: number): Float32Array {
    const { head_size } = this.header;
    const from = this.group(head) * head_size;
    return this.row("value_map", token).subarray(from, from + head_size);
  }

  /** Scores (S, S) of a head before the mask. */
  scores(head: number): Matrix {
    return this.#square("scores", head);
  }

  /** Attention (S, S) of a head: each row sums to 1. */
  attention(head: number): Matrix {
    return this.#square("attentions", head);
  }

  /** What a row of this layer sees. */
  get sight(): Sight {
    return this.header.bidirectional ? "all" : this.header.window || null;
  }

  #vector(name: "query" | "key", place: number, token: number): Float32Array {
    const { shape = [], data = NONE } = this.#arrays.get(name) ?? {};
    const [, tokens = 0, size = 0] = shape;
    const from = (place * tokens + token) * size;
    return data.subarray(from, from + size);
  }

  #square(name: "scores" | "attentions", head: number): Matrix {
    const { shape = [], data = NONE } = this.#arrays.get(name) ?? {};
    return square(data, shape[1] ?? 0, head);
  }
}

/** Throws Error for bytes that are no such answer. */
export function parseTrace(buffer: ArrayBuffer): Traced {
  const length = new DataView(buffer).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(buffer, 4, length));
  return new Traced(JSON.parse(text) as TraceHeader, buffer, 4 + length);
}
