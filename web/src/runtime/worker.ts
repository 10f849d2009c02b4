// The worker in which a model runs: questions in, events and answers out, one run at a time.

import type { RunEvent } from "../core/api/events";
import { generate, nextLogits, score } from "./laneEvents";
import { compare } from "./compare";
import { browserFiles } from "./files/folder";
import type { Answer, Call, Calls, Question } from "./engine";
import type { Model } from "./model";
import { problemOf, Refusal } from "./refusal";
import { FileStore } from "./files/store";
import { readOnProcessor, start, threads } from "./start";
import { allowOwnScripts } from "./files/trustedScripts";

type Handlers = {
  [C in Call]: (
    body: Calls[C]["body"],
    signal: AbortSignal,
    notice: (value: Calls[C]["notice"]) => void,
  ) => Promise<Calls[C]["result"]>;
};

allowOwnScripts(); // onnxruntime starts threads from its own file
const store = FileStore.open();
const aborts = new Map<number, AbortController>();
let model: Model | null = null;
let line: Promise<unknown> = Promise.resolve(); // onnxruntime runs one thing at a time

const handlers: Handlers = {
  stored: async () => (await store).all(),
  size: async ({ manifest, on }) => {
    const sizes = browserFiles(manifest, on).map(async ({ sha256 }) => (await store).size(sha256));
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  },
  start: async (wish, signal, notice) => {
    const started = await start(await store, wish, notice, signal);
    model = started.model;
    return { threads: threads(), readings: started.readings };
  },
  readings: async (wish, signal) => readOnProcessor(await store, wish, signal),
  forget: async (id) => {
    await (await store).forget(id);
    return null;
  },
  compare: (request, signal, notice) =>
    inLine(signal, () => tell(compare(ready(), request, signal), notice)),
  generate: (request, signal, notice) =>
    inLine(signal, () => tell(generate(ready(), request, signal), notice)),
  score: ({ prompt, labels }, signal) =>
    inLine(signal, () => score(ready(), prompt, labels, signal)),
  logits: ({ prompt, continuation }, signal) =>
    inLine(signal, () => nextLogits(ready(), prompt, continuation, signal)),
  pieces: async (text) => ready().prompts.pieces(text),
  vocabulary: async () => ready().tokenizer.texts,
};

function ready(): Model {
  if (model !== null) return model;
  throw new Refusal("browser_failed", "The model is not started yet.");
}

function inLine<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const mine = line.then(() => {
    signal.throwIfAborted();
    return work();
  });
  line = mine.catch(() => undefined);
  return mine;
}

async function tell(
  events: AsyncGenerator<RunEvent>,
  notice: (event: RunEvent) => void,
): Promise<null> {
  for await (const event of events) notice(event);
  return null;
}

function say(answer: Answer): void {
  postMessage(answer);
}

async function answer<C extends Call>(id: number, call: C, body: Calls[C]["body"]): Promise<void> {
  const abort = new AbortController();
  aborts.set(id, abort);
  try {
    const handler = handlers[call] as Handlers[C];
    const result = await handler(body, abort.signal, (notice) => say({ id, notice }));
    say({ id, result });
  } catch (error) {
    say({ id, problem: problemOf(error) }); // nobody listens any more where it was cancelled
  } finally {
    aborts.delete(id);
  }
}

addEventListener("message", ({ data }: MessageEvent<Question>) => {
  if ("cancel" in data) aborts.get(data.id)?.abort();
  else void answer(data.id, data.call, data.body);
});
