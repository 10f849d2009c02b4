// What tests are made of: small scores, and answers of explain.

import type { ScoreEvent } from "./api/events";
import { softmax } from "./attention/attention";

/** A score whose labels have these probabilities; what is left lies on tokens outside. */
export function scoreOf(labels: Record<string, number>, next: [string, number][] = []): ScoreEvent {
  const entries = Object.entries(labels);
  const mass = entries.reduce((sum, [, p]) => sum + p, 0);
  const shown = next.reduce((sum, [, p]) => sum + p, 0);
  return {
    type: "score",
    lane: "zero",
    labels: entries.map(([text, p], i) => ({
      text,
      ids: [i],
      logprob: Math.log(p),
      p,
      share: p / mass,
    })),
    mass,
    next: {
      alternatives: next.map(([text, p]) => ({ id: idOf(text, entries), text, p })),
      rest: 1 - shown,
      rest_tokens: 100 - next.length,
      entropy: 1,
    },
    boundary_moved: [],
    forced: false,
    reasoning: null,
    sample: null,
    samples: 1,
    spread: [],
  };
}

function idOf(text: string, entries: [string, number][]): number {
  const i = entries.findIndex(([label]) => label === text);
  return i >= 0 ? i : 50 + text.length;
}

// An answer of explain with random numbers, framed as the server frames it, for tests.

/** A small generator with a seed (Mulberry32), so that a failing case can be had again. */
export function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Scores (H, S, S), and the causal softmax of each row. */
export function randomHeads(heads: number, size: number, random: () => number) {
  const scores = Float32Array.from({ length: heads * size * size }, () => 8 * random() - 4);
  const attention = new Float32Array(scores.length);
  for (let row = 0; row < heads * size; row += 1) {
    const scored = Float64Array.from(scores.subarray(row * size, (row + 1) * size));
    const masked = scored.map((score, column) => (column <= row % size ? score : -Infinity));
    attention.set(softmax(masked), row * size);
  }
  return { scores, attention };
}

export function framed(header: object, arrays: Record<string, [number[], Float32Array]>) {
  let offset = 0;
  const entries = Object.entries(arrays).map(([name, [shape, data]]) => {
    const entry = { name, shape, dtype: "float32", offset, bytes: data.byteLength };
    offset += data.byteLength;
    return entry;
  });
  const json = new TextEncoder().encode(JSON.stringify({ ...header, arrays: entries }));
  const length = Math.ceil(json.length / 4) * 4;
  const buffer = new ArrayBuffer(4 + length + offset);
  new DataView(buffer).setUint32(0, length, true);
  new Uint8Array(buffer, 4, length).fill(32);
  new Uint8Array(buffer, 4).set(json);
  entries.forEach((entry, i) => {
    const data = Object.values(arrays)[i]?.[1] ?? new Float32Array();
    new Float32Array(buffer, 4 + length + entry.offset, data.length).set(data);
  });
  return buffer;
}
