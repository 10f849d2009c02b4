// From a manifest to a model that can be asked: its files fetched or taken from the store, and opened.

import type { Manifest } from "../core/api/api";
import { readings, unserving } from "./session/gpu";
import type { Provider } from "./session/provider";
import { fetched, type Wanted } from "./files/download";
import { browserFiles } from "./files/folder";
import { Model } from "./model";
import { Refusal } from "./refusal";
import { runtime, Session } from "./session/session";
import type { Kept, FileStore } from "./files/store";
import { Tokenizer } from "./text/tokenizer";

const MOST_THREADS = 4;

/** A model, and on what it shall run. */
export interface Wish extends Kept {
  on: Provider;
}

/** How far a start is: `bytes` of `total` are here, or all are and the graph is opened. */
export interface Progress {
  bytes: number;
  total: number;
  opening: boolean;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** Memory can be shared by threads only where the page is isolated from others. */
export function threads(): number {
  if (!crossOriginIsolated) return 1;
  return Math.min(MOST_THREADS, navigator.hardwareConcurrency);
}

/** A model that can be asked, and what a card's readings are; of a processor, none are needed. */
export interface Started {
  model: Model;
  readings: Float32Array[];
}

/** Throws Refusal: where the model has no graph for browsers, as `fetched` does, of the card. */
export async function start(
  store: FileStore,
  wish: Wish,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Started> {
  const { manifest, on } = wish;
  const request = required(manifest, on);
  await store.remember(wish);
  const files = await gathered(store, request, report, signal);
  if (on === "wasm") return { model: await opened(manifest, request, files, on), readings: [] };
  try {
    const model = await opened(manifest, request, files, on);
    return { model, readings: await readings(model.session, model.encode.bind(model)) };
  } catch (error) {
    throw unserving(error);
  }
}

/** What the processor reads of the files that are here for the card. */
export async function readOnProcessor(
  store: FileStore,
  { manifest, on }: Wish,
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const request = required(manifest, on);
  const files = await gathered(store, request, () => undefined, signal);
  const model = await opened(manifest, request, files, "wasm");
  return readings(model.session, model.encode.bind(model));
}

function required(manifest: Manifest, on: Provider): Wanted[] {
  const request = browserFiles(manifest, on);
  if (request.length > 0) return request;
  const detail = `${manifest.id} has no graph that a browser can run: import the model again.`;
  throw new Refusal("model_folder_invalid", detail);
}

async function gathered(
  store: FileStore,
  request: readonly Wanted[],
  notice: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Bytes[]> {
  const total = request.reduce((sum, file) => sum + file.bytes, 0);
  const files: Bytes[] = [];
  let before = 0;
  for (const file of request) {
    const tell = (bytes: number) => notice({ bytes: before + bytes, total, opening: false });
    files.push(await fetched(store, file, tell, signal));
    before += file.bytes;
  }
  notice({ bytes: total, total, opening: true });
  return files;
}

async function opened(
  manifest: Manifest,
  request: readonly Wanted[],
  files: readonly Bytes[],
  on: Provider,
): Promise<Model> {
  const [tokens, graph, ...data] = files as [Bytes, Bytes, ...Bytes[]];
  const weights = Object.fromEntries(data.map((bytes, i) => [request[i + 2]?.name ?? "", bytes]));
  const source = { graph, weights, shape: manifest.architecture };
  const session = await Session.open(source, await runtime(on), on, threads());
  return new Model(manifest, new Tokenizer(JSON.parse(new TextDecoder().decode(tokens))), session);
}
