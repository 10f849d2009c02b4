// Which of a model's files a browser needs, and how large they are.

import { filePath, type GraphEntry, type Manifest } from "../../core/api/api";
import { EXACT, offOf, type Numbers, type Quality } from "../../core/models/precision";
import type { Provider } from "../session/provider";
import type { Wanted } from "./download";

const HALVES = "fp16 weights, fp32 arithmetic";
const TOKENIZER = "tokenizer.json";

/**
 * The graph that a browser runs. On a card the native one, 8-bit blocks or not: WebAssembly is ten
 * times slower over blocks, so it takes the one written for it, or the native one over weights
 * stored in fp16, which is the same. Null: there is none, and where it writes texts it can be made.
 */
export function browserGraph({ graphs, task }: Manifest, on: Provider): GraphEntry | null {
  if (task !== "causal-lm") return null;
  const { web, native } = graphs;
  if (on === "webgpu") return native ?? null;
  return web ?? (native?.precision === HALVES ? native : null);
}

/** On the processor where there is no graph for the card, but one for the processor. */
export function providerFor(manifest: Manifest, on: Provider): Provider {
  return browserGraph(manifest, on) === null ? "wasm" : on;
}

/** How the graph's figures come about; a model that is kept in halves has no other weights. */
export function browserNumbers(manifest: Manifest, on: Provider): Numbers {
  const graph = browserGraph(manifest, on);
  const { web, native } = manifest.quality as Record<string, Quality | undefined>;
  if (graph !== null && graph.precision !== HALVES) return { as: "int8", off: offOf(native) };
  return graph === manifest.graphs.web ? { as: "web", off: offOf(web) } : EXACT;
}

/** The tokenizer, the graph and its weights, in this order; none where there is no graph. */
export function browserFiles(manifest: Manifest, on: Provider): Wanted[] {
  const graph = browserGraph(manifest, on);
  if (graph === null) return [];
  return [TOKENIZER, graph.file, ...graph.weights].map((name) => {
    const { bytes, sha256 } = manifest.files[name] ?? { bytes: 0, sha256: "" };
    return { name, bytes, sha256, address: filePath(manifest.id, name) };
  });
}

export function browserBytes(manifest: Manifest, on: Provider): number {
  return browserFiles(manifest, on).reduce((sum, file) => sum + file.bytes, 0);
}
