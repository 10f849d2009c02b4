// A small network of a lesson: its files fetched when the lesson is opened, checked against its
// record, and run by onnxruntime-web on the processor.

import type { InferenceSession } from "onnxruntime-web";
import { digestOf } from "./files/download";
import { runtime, type Runtime } from "./session/session";

/** What `net.json` beside a lesson says of its network (shotglass_research/experiments/nets). */
export interface NetRecord<M> {
  seed: number; // of the experiment, from which it was trained again
  files: Readonly<Record<string, { sha256: string; bytes: number }>>;
  measured: M; // on held-out data
}

type Bytes = Uint8Array<ArrayBuffer>;
type Numbers = Float32Array | BigInt64Array;

/** Throws Error where the file is not there, or is another one than the record names. */
export async function fileOf(
  { files }: NetRecord<unknown>,
  name: string,
  url: string,
): Promise<Bytes> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${name} could not be fetched: ${response.status}.`);
  return checked(new Uint8Array(await response.arrayBuffer()), files, name);
}

/** The same bytes. Throws Error where they are not those of `name`. */
export async function checked(
  bytes: Bytes,
  files: NetRecord<unknown>["files"],
  name: string,
): Promise<Bytes> {
  if ((await digestOf(bytes)) === files[name]?.sha256) return bytes;
  throw new Error(`${name} is not the file that the record names: its sha256 differs.`);
}

export class Net {
  #line: Promise<unknown> = Promise.resolve(); // a session runs one thing at a time

  private constructor(
    private readonly ort: Runtime["ort"],
    private readonly session: InferenceSession,
  ) {}

  static async open(graph: Bytes): Promise<Net> {
    const { ort, files } = await runtime("wasm");
    ort.env.wasm.numThreads = 1; // more would need a worker, and gain nothing at this size
    if (files !== undefined) ort.env.wasm.wasmPaths = files;
    const options = { executionProviders: ["wasm"], logSeverityLevel: 3 as const };
    return new Net(ort, await ort.InferenceSession.create(graph, options));
  }

  /** The outputs by name, of one input of a shape. */
  async run(
    name: string,
    numbers: Numbers,
    shape: readonly number[],
  ): Promise<Record<string, Float32Array>> {
    const type = numbers instanceof Float32Array ? "float32" : "int64";
    const input = new this.ort.Tensor(type, numbers, shape);
    const mine = this.#line.then(() => this.session.run({ [name]: input }));
    this.#line = mine.catch(() => undefined);
    const outputs = Object.entries(await mine);
    return Object.fromEntries(outputs.map(([name, { data }]) => [name, data as Float32Array]));
  }
}
