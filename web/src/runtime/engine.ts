// The page's side of a model that runs in this browser: questions to its worker, answers as the
// server's API gives them.

import worker from "./worker?worker&url";
import {
  ApiError,
  type CompareRequest,
  type GenerateRequest,
  type NextLogits,
  isAbort,
  type PromptInput,
} from "../core/api/api";
import type { Piece, RunEvent, ScoreEvent, Problem } from "../core/api/events";
import { problemOf } from "./refusal";
import { script } from "./files/trustedScripts";
import type { Kept } from "./files/store";
import type { Progress, Wish } from "./start";
import { requireNear, unserving } from "./session/gpu";

interface Listener {
  notice(value: unknown): void;
  resolve(value: unknown): void;
  failed(error: unknown): void;
}

export class Engine {
  readonly #worker = new Worker(script(worker), { type: "module" });
  readonly #listeners = new Map<number, Listener>();
  #count = 0;

  constructor() {
    this.#worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => this.#hear(data));
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault(); // told where it matters
      this.#fail(new ApiError(problemOf(new Error(event.message || "The worker ended."))));
    });
  }

  /** Rejects with ApiError, and with AbortError when the signal says so. */
  ask<C extends Call>(
    call: C,
    body: Calls[C]["body"],
    signal?: AbortSignal,
    notice: (value: Calls[C]["notice"]) => void = () => undefined,
  ): Promise<Calls[C]["result"]> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(aborted());
      const id = ++this.#count;
      const over = () => {
        this.#listeners.delete(id);
        signal?.removeEventListener("abort", cancel);
      };
      const cancel = () => {
        over();
        this.#send({ id, cancel: true });
        reject(aborted());
      };
      signal?.addEventListener("abort", cancel);
      this.#listeners.set(id, {
        notice: (value) => notice(value as Calls[C]["notice"]),
        resolve: (value) => (over(), resolve(value as Calls[C]["result"])),
        failed: (error) => (over(), reject(error)),
      });
      this.#send({ id, call, body } as Question);
    });
  }

  compare(request: CompareRequest, signal?: AbortSignal): AsyncGenerator<RunEvent> {
    return this.#events("compare", request, signal);
  }

  generate(request: GenerateRequest, signal?: AbortSignal): AsyncGenerator<RunEvent> {
    return this.#events("generate", request, signal);
  }

  score(prompt: string, labels: string[], signal?: AbortSignal): Promise<ScoreEvent> {
    return this.ask("score", { prompt, labels }, signal);
  }

  nextLogits(prompt: PromptInput, continuation: readonly number[], signal?: AbortSignal) {
    const body = { prompt, continuation: [...continuation] };
    return this.ask("logits", body, signal) as Promise<NextLogits>;
  }

  /** The tokens of a text, a start token before it included where the model has one. */
  pieces(text: string, signal?: AbortSignal): Promise<Piece[]> {
    return this.ask("pieces", text, signal);
  }

  async vocabulary(): Promise<string[]> {
    return [...(await this.ask("vocabulary", null))];
  }

  close(): void {
    this.#worker.terminate();
    this.#fail(aborted());
  }

  /** Leaving the loop ends the run. */
  async *#events<C extends "compare" | "generate">(
    call: C,
    body: Calls[C]["body"],
    signal?: AbortSignal,
  ): AsyncGenerator<RunEvent> {
    const left = new AbortController();
    const either = signal ? AbortSignal.any([signal, left.signal]) : left.signal;
    const waiting: RunEvent[] = [];
    let wake = () => {};
    let over = false;
    const notice = (event: RunEvent) => {
      waiting.push(event);
      wake();
    };
    const run = this.ask(call, body, either, notice).finally(() => {
      over = true;
      wake();
    });
    run.catch(() => undefined); // awaited below, unless the loop was left
    try {
      for (;;) {
        const event = waiting.shift();
        if (event !== undefined) yield event;
        else if (over) break;
        else await new Promise<void>((done) => (wake = done));
      }
      await run;
    } finally {
      left.abort();
    }
  }

  /** As JSON, as the server would have got it: what a page holds may not be sent as it is. */
  #send(question: Question): void {
    this.#worker.postMessage(JSON.parse(JSON.stringify(question)));
  }

  #hear(answer: Answer): void {
    const listener = this.#listeners.get(answer.id);
    if ("notice" in answer) listener?.notice(answer.notice);
    else if ("result" in answer) listener?.resolve(answer.result);
    else listener?.failed(new ApiError(answer.problem));
  }

  #fail(error: unknown): void {
    for (const listener of [...this.#listeners.values()]) listener.failed(error);
  }
}

function aborted(): DOMException {
  return new DOMException("The run was given up.", "AbortError");
}

// What the page and the worker say to one another.

/** What can be asked: what is sent, what is told while it goes on, what comes of it. */
export interface Calls {
  stored: { body: null; notice: never; result: Kept[] };
  size: { body: Wish; notice: never; result: number };
  start: { body: Wish; notice: Progress; result: { threads: number; readings: Float32Array[] } };
  readings: { body: Wish; notice: never; result: Float32Array[] };
  forget: { body: string; notice: never; result: null };
  compare: { body: CompareRequest; notice: RunEvent; result: null };
  generate: { body: GenerateRequest; notice: RunEvent; result: null };
  score: { body: { prompt: string; labels: string[] }; notice: never; result: ScoreEvent };
  logits: {
    body: { prompt: PromptInput; continuation: number[] };
    notice: never;
    result: NextLogits;
  };
  pieces: { body: string; notice: never; result: Piece[] };
  vocabulary: { body: null; notice: never; result: readonly string[] };
}

export type Call = keyof Calls;

export type Question =
  | { [C in Call]: { id: number; call: C; body: Calls[C]["body"] } }[Call]
  | { id: number; cancel: true };

export type Answer =
  | { id: number; notice: unknown }
  | { id: number; result: unknown }
  | { id: number; problem: Problem };

// A model started here: on a graphics card only where that computes what the processor does, of
// which a worker of its own is asked, whose memory goes with it.

/** The number of threads. Rejects with ApiError: webgpu_failed where only the card is at fault. */
export async function checkedStart(
  engine: Engine,
  wish: Wish,
  signal: AbortSignal,
  report: (progress: Progress) => void,
): Promise<number> {
  const { threads, readings } = await engine.ask("start", wish, signal, report);
  if (wish.on === "webgpu") await check(wish, readings, signal);
  return threads;
}

async function check(
  wish: Wish,
  result: readonly Float32Array[],
  signal: AbortSignal,
): Promise<void> {
  const processor = new Engine();
  try {
    requireNear(await processor.ask("readings", wish, signal), result);
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError(unserving(error).problem);
  } finally {
    processor.close();
  }
}
