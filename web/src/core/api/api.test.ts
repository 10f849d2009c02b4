import { afterEach, describe, expect, it, vi } from "vitest";
import {
  ApiError,
  beam,
  compare,
  decodeLogits,
  isAbort,
  models,
  nextLogits,
  score,
  type CompareRequest,
} from "./api";
import { BEAM, DEFAULTS } from "../decoding/settings";

const request: CompareRequest = {
  model: "m",
  prompt: { template: "", query: { input: "" } },
  lanes: [{ id: "zero", shots: [] }],
  settings: DEFAULTS,
};

afterEach(() => vi.unstubAllGlobals());

function answer(body: BodyInit, init: ResponseInit = {}): void {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(body, init)));
}

describe("compare", () => {
  it("yields the events of the stream and passes over kinds it does not know", async () => {
    answer('data: {"type":"later"}\n\n: ka\n\ndata: {"type":"end","lane":""}\n\n');
    const events = [];
    for await (const event of compare(request)) events.push(event.type);
    expect(events).toEqual(["end"]);
  });
  it("raises a refusal with the server's own sentence", async () => {
    const problem = { type: "/errors/queue_full", title: "", status: 429, detail: "Too many." };
    answer(JSON.stringify(problem), { status: 429 });
    const failed = compare(request).next();
    await expect(failed).rejects.toThrow("Too many.");
    await expect(failed).rejects.toBeInstanceOf(ApiError);
  });
});

describe("a run that is cut", () => {
  const notice = 'data: {"type":"start","lane":"zero"}\n\n';
  async function read(): Promise<void> {
    const events = compare(request);
    while ((await events.next()).done !== true);
  }

  it("is an error where the connection ends as if all were well", async () => {
    answer(notice);
    await expect(read()).rejects.toMatchObject({ problem: { type: "/errors/broken" } });
  });
  it("is an error where the connection breaks", async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(notice));
      },
      pull(controller) {
        controller.error(new TypeError("network error"));
      },
    });
    answer(body);
    await expect(read()).rejects.toMatchObject({ problem: { type: "/errors/unreachable" } });
  });
  it("is an error in the server's own words where it could still say so", async () => {
    answer(`${notice}data: {"type":"failed","lane":"","problem":{"detail":"Shutting down."}}\n\n`);
    await expect(read()).rejects.toThrow("Shutting down.");
  });
  it("goes on where only one of its lanes has failed", async () => {
    const failed = '{"type":"failed","lane":"few","problem":{"detail":"Too long."}}';
    answer(`${notice}data: ${failed}\n\ndata: {"type":"end","lane":""}\n\n`);
    await expect(read()).resolves.toBeUndefined();
  });
});

describe("beam", () => {
  it("yields the steps of the tree and what was found", async () => {
    const kinds = ["start", "beam", "found", "end"];
    answer(kinds.map((type) => `data: {"type":"${type}","lane":""}\n\n`).join(""));
    const events = [];
    const request = { model: "m", prompt: "a", continuation: [3], settings: BEAM };
    for await (const event of beam(request)) events.push(event.type);
    expect(events).toEqual(kinds);
  });
});

describe("a question", () => {
  it("names the precision it is asked in, and none where none is named", async () => {
    const bodies: Record<string, unknown>[] = [];
    vi.stubGlobal("fetch", (_: string, { body }: { body: string }) => {
      bodies.push(JSON.parse(body));
      return Promise.resolve(Response.json({}));
    });
    const of = { model: "m", precision: "int8" } as const;
    await score(of, "a", ["b"]);
    await nextLogits(of, "a", []).catch(() => undefined); // the answer is no array
    await compare({ ...request, ...of })
      .next()
      .catch(() => undefined);
    await beam({ ...of, prompt: "a", continuation: [], settings: BEAM })
      .next()
      .catch(() => undefined);
    await score({ model: "m" }, "a", ["b"]);
    expect(bodies.map((body) => body.precision)).toEqual([
      "int8",
      "int8",
      "int8",
      "int8",
      undefined,
    ]);
    expect(bodies.every((body) => body.model === "m")).toBe(true);
  });
});

describe("decodeLogits", () => {
  it("reads the header and the numbers behind it", () => {
    const header = '{"prompt_ids": [3, 1], "continuation_logprobs": [-0.5]}';
    const bytes = new Uint8Array(4 + header.length + 8);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, header.length, true);
    bytes.set(new TextEncoder().encode(header), 4);
    view.setFloat32(4 + header.length, 1.5, true);
    view.setFloat32(8 + header.length, -2, true);
    const { logits, prompt, logprobs } = decodeLogits(bytes.buffer);
    expect(prompt).toEqual([3, 1]);
    expect(Array.from(logits)).toEqual([1.5, -2]);
    expect(logprobs).toEqual([-0.5]);
  });
});

describe("a server that cannot be reached", () => {
  it("is an ApiError like any other", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no route")));
    await expect(models()).rejects.toMatchObject({ problem: { type: "/errors/unreachable" } });
  });
  it("is told from a call that was stopped", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new DOMException("stop", "AbortError")));
    const error: unknown = await models().catch((reason: unknown) => reason);
    expect(isAbort(error)).toBe(true);
  });
});
