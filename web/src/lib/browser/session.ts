// A model's graph in onnxruntime-web: the only import of it. Caches are never written into, so that
// prompts, labels and samples can go on from the same one.

import * as ort from "onnxruntime-web/wasm";
import { Refusal } from "./refusal";

/** What of a model's architecture the graph's tensors depend on. */
export interface Shape {
  vocabulary: number;
  layers: number;
  kv_heads: number;
  head_size: number;
  positions: string; // "learned" | "rotary"
}

/** The keys and values of `length` tokens: two tensors a layer, (1, G, length, d) each. */
export interface Cache {
  length: number;
  tensors: readonly ort.Tensor[];
}

/** Where onnxruntime's own two files lie; absent: beside its script. */
export interface RuntimeFiles {
  mjs: string;
  wasm: string;
}

export class Session {
  readonly empty: Cache;

  private constructor(
    private readonly inner: ort.InferenceSession,
    readonly shape: Shape,
  ) {
    const { layers, kv_heads, head_size } = shape;
    const none = () => new ort.Tensor("float32", new Float32Array(), [1, kv_heads, 0, head_size]);
    this.empty = { length: 0, tensors: Array.from({ length: 2 * layers }, none) };
  }

  /** `weights`: the files that the graph names, by name. */
  static async open(
    graph: Uint8Array,
    weights: Readonly<Record<string, Uint8Array>>,
    shape: Shape,
    threads: number,
    files?: RuntimeFiles,
  ): Promise<Session> {
    ort.env.wasm.numThreads = threads;
    ort.env.logLevel = "error";
    if (files !== undefined) ort.env.wasm.wasmPaths = files;
    const externalData = Object.entries(weights).map(([path, data]) => ({ path, data }));
    const options = { executionProviders: ["wasm"], externalData };
    return new Session(await ort.InferenceSession.create(graph, options), shape);
  }

  /**
   * Reads `ids` after a cache; logits (V,) at each of `rows`, which count the new tokens from 0, and
   * the cache with them. Throws Refusal for logits that are no finite numbers.
   */
  async run(
    cache: Cache,
    ids: readonly number[],
    rows: readonly number[],
  ): Promise<{ logits: Float32Array[]; cache: Cache }> {
    await turn();
    const found = await this.inner.run(this.#feed(cache, ids, rows));
    const tensors = this.#names("present").map((name) => tensor(found, name));
    const flat = tensor(found, "logits").data as Float32Array;
    const { vocabulary } = this.shape;
    const logits = rows.map((_, i) => flat.slice(i * vocabulary, (i + 1) * vocabulary));
    logits.forEach(requireFinite);
    return { logits, cache: { length: cache.length + ids.length, tensors } };
  }

  /** The cache of the first `length` tokens. */
  cut(cache: Cache, length: number): Cache {
    if (length === cache.length) return cache;
    const { kv_heads, head_size } = this.shape;
    const tensors = cache.tensors.map((whole) => {
      const data = whole.data as Float32Array;
      const kept = new Float32Array(kv_heads * length * head_size);
      for (let head = 0; head < kv_heads; head++) {
        const from = head * cache.length * head_size;
        kept.set(data.subarray(from, from + length * head_size), head * length * head_size);
      }
      return new ort.Tensor("float32", kept, [1, kv_heads, length, head_size]);
    });
    return { length, tensors };
  }

  async close(): Promise<void> {
    await this.inner.release();
  }

  #feed(
    { length, tensors }: Cache,
    ids: readonly number[],
    rows: readonly number[],
  ): Record<string, ort.Tensor> {
    const total = length + ids.length;
    const feed: Record<string, ort.Tensor> = {
      input_ids: wholes(ids, [1, ids.length]),
      seqlens_k: new ort.Tensor("int32", Int32Array.of(total - 1), [1]),
      total_sequence_length: new ort.Tensor("int32", Int32Array.of(total), []),
      logits_rows: wholes(rows, [rows.length]),
    };
    if (this.shape.positions === "learned") {
      feed.position_ids = wholes(
        ids.map((_, i) => length + i),
        [1, ids.length],
      );
    }
    this.#names("past_key_values").forEach((name, i) => {
      const past = tensors[i];
      if (past !== undefined) feed[name] = past;
    });
    return feed;
  }

  #names(prefix: string): string[] {
    return Array.from({ length: this.shape.layers }, (_, layer) => layer).flatMap((layer) => [
      `${prefix}.${layer}.key`,
      `${prefix}.${layer}.value`,
    ]);
  }
}

/** Lets messages in between two runs: a run itself does not, and awaiting it is no pause either. */
function turn(): Promise<void> {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });
}

function wholes(values: readonly number[], dims: number[]): ort.Tensor {
  return new ort.Tensor("int64", BigInt64Array.from(values, BigInt), dims);
}

function tensor(found: Readonly<Record<string, ort.OnnxValue>>, name: string): ort.Tensor {
  const value = found[name];
  if (value === undefined) throw new Error(`The graph has no output ${name}.`);
  return value as ort.Tensor;
}

function requireFinite(logits: Float32Array): void {
  const id = logits.findIndex((logit) => !Number.isFinite(logit));
  if (id < 0) return;
  throw new Refusal("non_finite_logits", `The model computed ${logits[id]} for token ${id}.`);
}
