// A small network of a lesson: its files fetched when the lesson is opened, checked against its
// record, and run by onnxruntime-web on the processor, in a worker.

import { digestOf } from "./files/download";
import { script } from "./files/trustedScripts";
import worker from "./netWorker?worker&url";
import type { Answer, Job, Numbers, Outputs, Question } from "./netWorker";

/** What `net.json` beside a lesson says of its network (shotglass_research/experiments/nets). */
export interface NetRecord<M> {
  seed: number; // of the experiment, from which it was trained again
  files: Readonly<Record<string, { sha256: string; bytes: number }>>;
  measured: M; // on held-out data
}

type Bytes = Uint8Array<ArrayBuffer>;

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

/** A network in a worker of its own. */
export class Net {
  readonly #worker = new Worker(script(worker), { type: "module" });
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #count = 0;

  private constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#waiting.get(data.id)?.(data);
    this.#worker.onerror = (event) => {
      event.preventDefault(); // said where it matters
      const fault = event.message || "The worker ended.";
      this.#waiting.forEach((hear, id) => hear({ id, fault }));
    };
  }

  /** Throws Error where the graph cannot be run here. */
  static async open(graph: Bytes): Promise<Net> {
    const net = new Net();
    try {
      await net.#ask({ graph }, [graph.buffer]);
      return net;
    } catch (reason) {
      net.#worker.terminate();
      throw reason;
    }
  }

  /** The outputs by name, of one input of a shape. Throws Error where the graph does not take it. */
  run(name: string, numbers: Numbers, shape: readonly number[]): Promise<Outputs> {
    return this.#ask({ name, numbers, shape }, []);
  }

  #ask(job: Job, handed: Transferable[]): Promise<Outputs> {
    const question: Question = { id: ++this.#count, job };
    return new Promise((resolve, reject) => {
      this.#waiting.set(question.id, (answer) => {
        this.#waiting.delete(question.id);
        if ("outputs" in answer) resolve(answer.outputs);
        else reject(new Error(answer.fault));
      });
      this.#worker.postMessage(question, handed);
    });
  }
}
