// The tokens of a text by the model's own tokenizer: in a worker of the page, in the engine of this
// browser, or on the server for a tokenizer that the page cannot run.

import worker from "../../../runtime/text/pieceWorker?worker&url";
import { ApiError, filePath, manifest, tokenize } from "../../../core/api/api";
import type { Piece } from "../../../core/api/events";
import { script } from "../../../runtime/files/trustedScripts";
import { problemOf } from "../../../runtime/refusal";
import type { Answer, Job, Question } from "../../../runtime/text/pieceWorker";
import { place } from "../../../state/place.svelte";

type Count = (text: string, signal: AbortSignal) => Promise<Piece[]>;

const counts = new Map<string, Promise<Count>>();

/** Rejects with ApiError; so does what it gives, for a text that has no tokens. */
export function countOf(model: string): Promise<Count> {
  const engine = place.engineOf(model);
  if (engine !== null) return Promise.resolve((text, signal) => engine.pieces(text, signal));
  const known = counts.get(model) ?? load(model);
  counts.set(model, known);
  known.catch(() => counts.delete(model)); // asked for again with the next letter
  return known;
}

/** Token ids of a text that stands behind others: no start token comes before it. */
export async function textIds(model: string, text: string, signal: AbortSignal): Promise<number[]> {
  const pieces = await (await countOf(model))(text, signal);
  return pieces.flatMap(({ id, special }) => (special === true ? [] : [id]));
}

async function load(model: string): Promise<Count> {
  const about = await manifest(model);
  const cutter = new Cutter();
  let read: unknown = false;
  try {
    read = await cutter.ask({ path: filePath(model, "tokenizer.json"), manifest: about });
  } finally {
    if (read !== true) cutter.close();
  }
  if (read !== true) return (text, signal) => tokenize(model, text, signal);
  return async (text) => (await cutter.ask({ text })) as Piece[];
}

/** A worker with one model's tokenizer. */
class Cutter {
  readonly #worker = new Worker(script(worker), { type: "module" });
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #count = 0;

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#waiting.get(data.id)?.(data);
    this.#worker.onerror = (event) => {
      event.preventDefault(); // said where it matters
      const problem = problemOf(new Error(event.message || "The worker ended."));
      this.#waiting.forEach((hear, id) => hear({ id, problem }));
    };
  }

  /** Rejects with ApiError. */
  ask(job: Job): Promise<Piece[] | boolean> {
    const question: Question = { id: ++this.#count, job };
    return new Promise((resolve, reject) => {
      this.#waiting.set(question.id, (answer) => {
        this.#waiting.delete(question.id);
        if ("result" in answer) resolve(answer.result);
        else reject(new ApiError(answer.problem));
      });
      this.#worker.postMessage(question);
    });
  }

  close(): void {
    this.#worker.terminate();
  }
}
