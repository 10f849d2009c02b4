// The small networks of lessons, within a page by itself: the page holds what runs them.

import * as ort from "onnxruntime-web/wasm";
import type { Numbers, Outputs } from "../../../runtime/netWorker";
import { dataFile } from "./contents";

type Bytes = Uint8Array<ArrayBuffer>;

/** Throws Error where the page does not hold it. */
export async function fileOf(_record: object, _name: string, uri: string): Promise<Bytes> {
  return new Uint8Array(await (await fetch(uri)).arrayBuffer());
}

/** onnxruntime's own program, which the page holds compressed. */
async function program(): Promise<ArrayBuffer> {
  const { body } = await fetch(String(dataFile("onnxruntime")));
  return new Response(body?.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

export class Net {
  private constructor(private readonly session: ort.InferenceSession) {}

  /** Throws Error where the graph cannot be run here. */
  static async open(graph: Bytes): Promise<Net> {
    ort.env.wasm.wasmBinary = await program();
    ort.env.wasm.numThreads = 1;
    const options = { executionProviders: ["wasm"], logSeverityLevel: 3 as const };
    return new Net(await ort.InferenceSession.create(graph, options));
  }

  async run(name: string, numbers: Numbers, shape: readonly number[]): Promise<Outputs> {
    const type = numbers instanceof Float32Array ? "float32" : "int64";
    const input = new ort.Tensor(type, numbers, shape);
    const outputs = Object.entries(await this.session.run({ [name]: input }));
    return Object.fromEntries(outputs.map(([key, { data }]) => [key, data as Float32Array]));
  }
}
