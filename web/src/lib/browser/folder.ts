// Which of a model's files a browser needs, and how large they are.

import { filePath, type GraphEntry, type Manifest } from "../api";
import type { Wanted } from "./download";

const HALVES = "fp16 weights, fp32 arithmetic";
const TOKENIZER = "tokenizer.json";

/**
 * The graph that a browser runs: the one written for it, or the native one where that is the same
 * graph over weights stored in fp16. Null: there is none.
 */
export function browserGraph({ graphs, task }: Manifest): GraphEntry | null {
  if (task !== "causal-lm") return null;
  const { web, native } = graphs;
  return web ?? (native?.precision === HALVES ? native : null);
}

/** The tokenizer, the graph and its weights, in this order; none where there is no graph. */
export function browserFiles(manifest: Manifest): Wanted[] {
  const graph = browserGraph(manifest);
  if (graph === null) return [];
  return [TOKENIZER, graph.file, ...graph.weights].map((name) => {
    const { bytes, sha256 } = manifest.files[name] ?? { bytes: 0, sha256: "" };
    return { name, bytes, sha256, address: filePath(manifest.id, name) };
  });
}

export function browserBytes(manifest: Manifest): number {
  return browserFiles(manifest).reduce((sum, file) => sum + file.bytes, 0);
}
