// What a session feeds its graph, and whose memory it gives back, with an onnxruntime made up.

import { describe, expect, it, vi } from "vitest";
import { type Runtime, Session } from "./session";

const SHAPE = { vocabulary: 2, layers: 1, kv_heads: 1, head_size: 1, positions: "rotary" };
const range = (end: number) => Array.from({ length: end }, (_, i) => i);

class Tensor {
  disposed = false;

  constructor(
    readonly type: string,
    readonly data: ArrayLike<number | bigint>,
    readonly dims: number[],
    readonly location = "cpu",
  ) {}

  getData = async () => this.data;
  dispose = () => (this.disposed = true);
}

type Feed = Record<string, Tensor>;

/** Its logits are the ids that it read; its keys and values are on the card, and count the tokens. */
function made() {
  const fed: Feed[] = [];
  const made: Tensor[] = [];
  const run = async (feed: Feed) => {
    fed.push(feed);
    const [ids, rows] = [feed.input_ids, feed.logits_rows].map((t) => Array.from(t?.data ?? [], Number)); // prettier-ignore
    const total = Number(feed.total_sequence_length?.data[0]);
    const flat = rows?.flatMap((row) => [ids?.[row] ?? -1, 0]) ?? [];
    const stored = () => new Tensor("float32", Float32Array.from(range(total)), [1, 1, total, 1], "gpu-buffer"); // prettier-ignore
    const [key, value] = [stored(), stored()];
    made.push(key, value);
    const logits = new Tensor("float32", Float32Array.from(flat), [1, flat.length / 2, 2]);
    return { logits, "present.0.key": key, "present.0.value": value };
  };
  const create = vi.fn(async () => ({ run }));
  const ort = { Tensor, InferenceSession: { create }, env: { wasm: {} } };
  return { fed, made, create, runtime: { ort } as unknown as Runtime };
}

const source = { graph: new Uint8Array(), weights: {}, shape: SHAPE };
const counts = (fed: Feed[]) => fed.map((feed) => feed.input_ids?.data.length);
const firsts = (logits: Float32Array[]) => logits.map(([first]) => first);

describe("a session", () => {
  it.each([
    ["learned", [5, 6]],
    ["sinusoidal", [5, 6]],
    ["rotary", undefined],
    ["none", undefined],
  ])("of %s positions tells the graph %j", async (positions, expected) => {
    const { fed, runtime } = made();
    const shape = { ...SHAPE, positions };
    const session = await Session.open({ ...source, shape }, runtime, "wasm", 1);
    const { cache } = await session.run(session.caches.empty, range(5), [4]);
    await session.run(cache, [7, 8], [1]);
    const notice = fed.at(-1)?.position_ids?.data;
    expect(notice && Array.from(notice, Number)).toEqual(expected);
  });
});

describe("a session on a graphics card", () => {
  it("reads in pieces of 16, and gives every row that was asked for", async () => {
    const { fed, runtime } = made();
    const session = await Session.open(source, runtime, "webgpu", 1);
    const { logits, cache } = await session.run(session.caches.empty, range(40), [3, 15, 16, 39]);
    expect(counts(fed)).toEqual([16, 16, 8]);
    expect(firsts(logits)).toEqual([3, 15, 16, 39]);
    expect(cache.length).toBe(40);
  });

  it("keeps caches there, gives back those between pieces and no other", async () => {
    const { made: tensors, create, runtime } = made();
    const session = await Session.open(source, runtime, "webgpu", 1);
    const { cache } = await session.run(session.caches.empty, range(20), [19]);
    const places = { "present.0.key": "gpu-buffer", "present.0.value": "gpu-buffer" };
    expect(create.mock.calls[0]).toContainEqual(
      expect.objectContaining({ preferredOutputLocation: places }),
    );
    expect(tensors.map(({ disposed }) => disposed)).toEqual([true, true, false, false]);
    session.caches.free(cache);
    expect(tensors.every(({ disposed }) => disposed)).toBe(true);
  });

  it("goes on from the beginning of a cache", async () => {
    const { fed, runtime } = made();
    const session = await Session.open(source, runtime, "webgpu", 1);
    const { cache } = await session.run(session.caches.empty, range(12), [11]);
    const begun = await session.caches.cut(cache, 5);
    await session.run(begun, [7], [0]);
    expect(fed.at(-1)?.["past_key_values.0.key"]?.data).toEqual(Float32Array.from(range(5)));
  });
});

describe("a session on the processor", () => {
  it("reads all at once", async () => {
    const { fed, create, runtime } = made();
    const session = await Session.open(source, runtime, "wasm", 1);
    const { logits } = await session.run(session.caches.empty, range(40), [39]);
    expect(counts(fed)).toEqual([40]);
    expect(firsts(logits)).toEqual([39]);
    expect(create.mock.calls[0]).not.toContainEqual(
      expect.objectContaining({ preferredOutputLocation: expect.anything() }),
    );
  });
});
