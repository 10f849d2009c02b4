// From a manifest to a model that can be asked: its files fetched or taken from the shelf, and opened.

import mjs from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { fetched } from "./download";
import { browserFiles } from "./folder";
import { Model } from "./model";
import { Refusal } from "./refusal";
import { Session } from "./session";
import type { Kept, Shelf } from "./shelf";
import { Tokenizer } from "./tokenizer";

const MOST_THREADS = 4;

/** How far a start is: `bytes` of `total` are here, or all are and the graph is opened. */
export interface Progress {
  bytes: number;
  total: number;
  opening: boolean;
}

/** Memory can be shared by threads only where the page is isolated from others. */
export function threads(): number {
  if (!crossOriginIsolated) return 1;
  return Math.min(MOST_THREADS, navigator.hardwareConcurrency);
}

/** Throws Refusal where the model has no graph for browsers, and as `fetched` does. */
export async function start(
  shelf: Shelf,
  kept: Kept,
  told: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Model> {
  const { manifest } = kept;
  const wanted = browserFiles(manifest);
  if (wanted.length === 0) {
    const detail = `${manifest.id} has no graph that a browser can run: import the model again.`;
    throw new Refusal("model_folder_invalid", detail);
  }
  await shelf.remember(kept);
  const total = wanted.reduce((sum, file) => sum + file.bytes, 0);
  const files: Uint8Array<ArrayBuffer>[] = [];
  let before = 0;
  for (const file of wanted) {
    const tell = (bytes: number) => told({ bytes: before + bytes, total, opening: false });
    files.push(await fetched(shelf, file, tell, signal));
    before += file.bytes;
  }
  told({ bytes: total, total, opening: true });
  const [tokenizer, graph, ...weights] = files as [Uint8Array, Uint8Array, ...Uint8Array[]];
  const named = Object.fromEntries(
    weights.map((data, i) => [wanted[i + 2]?.name ?? "", data] as const),
  );
  const shape = manifest.architecture;
  const session = await Session.open(graph, named, shape, threads(), {
    mjs: new URL(mjs, location.href).href,
    wasm: new URL(wasm, location.href).href,
  });
  return new Model(
    manifest,
    new Tokenizer(JSON.parse(new TextDecoder().decode(tokenizer))),
    session,
  );
}
