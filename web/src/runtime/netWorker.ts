// The worker in which a lesson's small network runs: onnxruntime compiles itself for seconds on a slow
// machine, and the page has a question to be answered meanwhile.

import type { InferenceSession } from "onnxruntime-web";
import { runtime, type Runtime } from "./session/session";

export type Numbers = Float32Array | BigInt64Array;

/** First the graph; then one input by its name, with its shape. */
export type Job =
  { graph: Uint8Array<ArrayBuffer> } | { name: string; numbers: Numbers; shape: readonly number[] };

export interface Question {
  id: number;
  job: Job;
}

/** The outputs by name; none of a graph, which is opened then. */
export type Outputs = Record<string, Float32Array>;
export type Answer = { id: number; outputs: Outputs } | { id: number; fault: string };

interface Opened {
  ort: Runtime["ort"];
  session: InferenceSession;
}

let opened: Opened | null = null;
let line: Promise<unknown> = Promise.resolve(); // a session runs one thing at a time

async function open(graph: Uint8Array<ArrayBuffer>): Promise<Opened> {
  const { ort, files } = await runtime("wasm");
  ort.env.wasm.numThreads = 1; // more would gain nothing at this size
  if (files !== undefined) ort.env.wasm.wasmPaths = files;
  const options = { executionProviders: ["wasm"], logSeverityLevel: 3 as const };
  return { ort, session: await ort.InferenceSession.create(graph, options) };
}

async function outputsOf(job: Job): Promise<Outputs> {
  if ("graph" in job) {
    opened = await open(job.graph);
    return {};
  }
  if (opened === null) throw new Error("The network is not opened yet.");
  const { name, numbers, shape } = job;
  const type = numbers instanceof Float32Array ? "float32" : "int64";
  const input = new opened.ort.Tensor(type, numbers, shape);
  const outputs = Object.entries(await opened.session.run({ [name]: input }));
  return Object.fromEntries(outputs.map(([name, { data }]) => [name, data as Float32Array]));
}

addEventListener("message", ({ data: { id, job } }: MessageEvent<Question>) => {
  line = line.then(async () => {
    const answer = await outputsOf(job).then(
      (outputs): Answer => ({ id, outputs }),
      (reason: unknown): Answer => ({ id, fault: String(reason) }),
    );
    postMessage(answer);
  });
});
