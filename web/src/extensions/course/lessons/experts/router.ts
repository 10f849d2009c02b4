// The experiment's network with four experts a layer, trained again from its first seed: how its
// routers share out the tokens of a text.

import { fileOf, Net, type NetRecord } from "../../../../runtime/net";
import { Tokenizer } from "../../../../runtime/text/tokenizer";
import record from "./net.json";
import graphUrl from "./net.onnx?url";
import tokenizerUrl from "./tokenizer.json?url";

interface Measured {
  bits: number; // a byte of held-out text
  tokens: number; // of it
  loads: readonly (readonly number[])[]; // by layer: each expert's share of them
}

const ROUTERS: NetRecord<Measured> = record;

export const MEASURED = ROUTERS.measured;
export const LAYERS = MEASURED.loads.length;
export const EXPERTS = MEASURED.loads[0]?.length ?? 0;
export const MOST_TOKENS = 128; // what the network reads at once

/** A token of a text, and by layer the probability of each expert. */
export interface Routed {
  text: string;
  shares: readonly (readonly number[])[];
}

type Parts = readonly [net: Net, tokenizer: Tokenizer];
let opened: Promise<Parts> | null = null;

/** The first tokens of a text, as many as the network reads. Throws Error where it cannot be fetched. */
export async function routed(text: string): Promise<Routed[]> {
  opened ??= open();
  const [net, tokenizer] = await opened.catch((reason: unknown) => {
    opened = null; // so that the next text tries again
    throw reason;
  });
  const ids = tokenizer.encode(text).slice(0, MOST_TOKENS);
  if (ids.length === 0) return [];
  const { shares = new Float32Array() } = await net.run(
    "input_ids",
    BigInt64Array.from(ids, BigInt),
    [1, ids.length],
  );
  return ids.map((id, i) => ({
    text: tokenizer.textOf(id),
    shares: Array.from({ length: LAYERS }, (_, layer) => {
      const start = (layer * ids.length + i) * EXPERTS;
      return Array.from(shares.slice(start, start + EXPERTS));
    }),
  }));
}

async function open(): Promise<Parts> {
  const [graph, tokens] = await Promise.all([
    fileOf(ROUTERS, "net.onnx", graphUrl),
    fileOf(ROUTERS, "tokenizer.json", tokenizerUrl),
  ]);
  const tokenizer = new Tokenizer(JSON.parse(new TextDecoder().decode(tokens)));
  return [await Net.open(graph), tokenizer];
}

/** The place of the expert that a token goes to. */
export function chosen(shares: readonly number[]): number {
  return shares.indexOf(Math.max(...shares));
}

/** How many tokens each expert of a layer takes. */
export function taken(tokens: readonly Routed[], layer: number): number[] {
  const counts = Array.from({ length: EXPERTS }, () => 0);
  for (const { shares } of tokens) {
    const expert = chosen(shares[layer] ?? []);
    counts[expert] = (counts[expert] ?? 0) + 1;
  }
  return counts;
}
