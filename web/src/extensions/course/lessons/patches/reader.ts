// The experiment's GPT on patches, trained again from its first seed: what it says of an image.

import { softmax } from "../../../../core/attention/attention";
import { fileOf, Net, type NetRecord } from "../../../../runtime/net";
import record from "./net.json";
import url from "./net.onnx?url";

const READER: NetRecord<{ right: number; held: number }> = record;

export const { right: RIGHT, held: HELD } = READER.measured;

let opened: Promise<Net> | null = null;

/** The probability of each word, zero to nine, after sixteen patches. Throws Error where the network
 * cannot be fetched. */
export async function wordsAfter(patches: readonly (readonly number[])[]): Promise<number[]> {
  opened ??= fileOf(READER, "net.onnx", url).then((graph) => Net.open(graph));
  const net = await opened.catch((reason: unknown) => {
    opened = null; // so that the next image tries again
    throw reason;
  });
  const input = Float32Array.from(patches.flat());
  const { scores } = await net.run("patches", input, [1, patches.length, patches[0]?.length ?? 0]);
  return Array.from(softmax(Float64Array.from(scores ?? [])));
}
