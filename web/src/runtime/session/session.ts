// A model's graph, opened by onnxruntime-web on the processor or on a graphics card. Caches are never
// written into, so that prompts, labels and samples can go on from the same one.

import type * as ort from "onnxruntime-web";
import type { InferenceSession, OnnxValue, Tensor } from "onnxruntime-web";
import type { Provider } from "./provider";
import { type Cache, Caches, type Shape } from "./cache";
import { Refusal } from "../refusal";

/**
 * Tokens that a card reads at once. From 32 on onnxruntime 1.30 takes another kernel for attention,
 * which left most keys out where subgroups are small (export/research/LOG.md, 2026-11-26).
 */
const CARD_PIECE = 16;

/** The kinds of positions whose vectors a graph looks up, so that it has to be told them. */
const ADDED: ReadonlySet<string> = new Set(["learned", "sinusoidal"]);

type Feed = Record<string, Tensor>;
type Found = { logits: Float32Array[]; cache: Cache };

/** A graph's bytes, and those of the files that it names, by name. */
export interface Source {
  graph: Uint8Array;
  weights: Readonly<Record<string, Uint8Array>>;
  shape: Shape;
}

export class Session {
  readonly caches: Caches;

  private constructor(
    private readonly ort: Runtime["ort"],
    private readonly inner: InferenceSession,
    readonly shape: Shape,
    private readonly piece: number,
  ) {
    this.caches = new Caches(ort.Tensor, shape);
  }

  static async open(
    { graph, weights, shape }: Source,
    { ort, files }: Runtime,
    provider: Provider,
    threads: number,
  ): Promise<Session> {
    ort.env.wasm.numThreads = threads;
    ort.env.logLevel = "error";
    if (files !== undefined) ort.env.wasm.wasmPaths = files;
    const externalData = Object.entries(weights).map(([path, data]) => ({ path, data }));
    const inner = await ort.InferenceSession.create(graph, {
      executionProviders: [provider],
      externalData,
      ...(provider === "webgpu" && { preferredOutputLocation: onCard(shape) }),
    });
    return new Session(ort, inner, shape, provider === "webgpu" ? CARD_PIECE : Infinity);
  }

  /**
   * Reads `ids` after a cache; logits (V,) at each of `rows`, which count the new tokens from 0 and
   * ascend, and the cache with them. Throws Refusal for logits that are no finite numbers.
   */
  async run(cache: Cache, ids: readonly number[], rows: readonly number[]): Promise<Found> {
    const piece = ids.slice(0, this.piece);
    const [now, later] = [
      rows.filter((row) => row < piece.length),
      rows.filter((row) => row >= piece.length),
    ];
    const result = await this.#once(cache, piece, now);
    if (piece.length === ids.length) return result;
    const left = later.map((row) => row - piece.length);
    const rest = await this.run(result.cache, ids.slice(piece.length), left);
    this.caches.free(result.cache);
    return { logits: [...result.logits, ...rest.logits], cache: rest.cache };
  }

  async close(): Promise<void> {
    await this.inner.release();
  }

  async #once(cache: Cache, ids: readonly number[], rows: readonly number[]): Promise<Found> {
    await turn();
    this.caches.sweep();
    const result = await this.inner.run(this.#feed(cache, ids, rows));
    const tensors = names(this.shape, "present").map((name) => tensor(result, name));
    const flat = tensor(result, "logits").data as Float32Array;
    const { vocabulary } = this.shape;
    const logits = rows.map((_, i) => flat.slice(i * vocabulary, (i + 1) * vocabulary));
    logits.forEach(requireFinite);
    return { logits, cache: this.caches.of(cache.length + ids.length, tensors) };
  }

  #feed({ length, tensors }: Cache, ids: readonly number[], rows: readonly number[]): Feed {
    const total = length + ids.length;
    const read = rows.length > 0 ? rows : [0]; // the graph gives one at least
    const feed: Feed = {
      input_ids: this.#wholes(ids, [1, ids.length]),
      seqlens_k: new this.ort.Tensor("int32", Int32Array.of(total - 1), [1]),
      total_sequence_length: new this.ort.Tensor("int32", Int32Array.of(total), []),
      logits_rows: this.#wholes(read, [read.length]),
    };
    if (ADDED.has(this.shape.positions)) {
      const positions = ids.map((_, i) => length + i);
      feed.position_ids = this.#wholes(positions, [1, ids.length]);
    }
    names(this.shape, "past_key_values").forEach((name, i) => {
      const past = tensors[i];
      if (past !== undefined) feed[name] = past;
    });
    return feed;
  }

  #wholes(values: readonly number[], dims: number[]): Tensor {
    return new this.ort.Tensor("int64", BigInt64Array.from(values, BigInt), dims);
  }
}

function names({ layers }: Shape, prefix: string): string[] {
  return Array.from({ length: layers }, (_, layer) => layer).flatMap((layer) => [
    `${prefix}.${layer}.key`,
    `${prefix}.${layer}.value`,
  ]);
}

/** Keys and values stay where they were computed; logits come to us. */
function onCard(shape: Shape): Record<string, "gpu-buffer"> {
  return Object.fromEntries(names(shape, "present").map((name) => [name, "gpu-buffer"]));
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

function tensor(result: Readonly<Record<string, OnnxValue>>, name: string): Tensor {
  const value = result[name];
  if (value === undefined) throw new Error(`The graph has no output ${name}.`);
  return value as Tensor;
}

function requireFinite(logits: Float32Array): void {
  const id = logits.findIndex((logit) => !Number.isFinite(logit));
  if (id < 0) return;
  throw new Refusal("non_finite_logits", `The model computed ${logits[id]} for token ${id}.`);
}

// onnxruntime-web: a build for the processor, and one for graphics cards that is twice as large.
// Only the one that is asked for is fetched.

/** Where onnxruntime's own two files lie. */
export interface RuntimeFiles {
  mjs: string;
  wasm: string;
}

export interface Runtime {
  ort: typeof ort;
  files?: RuntimeFiles; // absent: beside its script
}

export async function runtime(provider: Provider): Promise<Runtime> {
  const { build } = await (provider === "webgpu"
    ? import("./webgpuRuntime")
    : import("./wasmRuntime"));
  const whole = (file: string) => new URL(file, location.href).href;
  const { ort, files } = build;
  return { ort, files: { mjs: whole(files.mjs), wasm: whole(files.wasm) } };
}
