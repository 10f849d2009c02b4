// Recorded lanes are found by their whole question, and their files fetched once.

import { describe, expect, test } from "vitest";
import { BEAM, DEFAULTS } from "../decoding/settings";
import type { RunEvent } from "../api/events";
import { Recordings, type FirstFile } from "./recordings";

const done: RunEvent = {
  type: "done",
  lane: "few",
  sample: 0,
  reason: "length",
  text: "",
  tokens: 0,
};

const first: FirstFile = {
  head: {
    model: "tiny",
    name: "Tiny",
    digest: "ab",
    date: "2026-11-24",
    precision: "int8",
    engine: "",
    settings: DEFAULTS,
  },
  lanes: [
    { prompt: "a", labels: [" x"], stops: ["\n"], events: "", logits: "logits/0.bin" },
    { prompt: "b", labels: [" x"], stops: ["\n"], events: "lanes/t.json", logits: "logits/1.bin" },
  ],
  explains: [],
  events: { 0: [done] },
};

function question(prompt: string, labels = [" x"]) {
  return { prompt, labels, stops: ["\n"], settings: DEFAULTS };
}

describe("recordings", () => {
  test("the opening task's lanes are there at once", () => {
    const recordings = new Recordings(first);
    expect(recordings.opening(question("a"))).toEqual([done]);
    expect(recordings.opening(question("b"))).toBeNull();
  });

  test("a lane elsewhere is fetched, its file once", async () => {
    const fetches: string[] = [];
    const recordings = new Recordings(first, (file) => {
      fetches.push(file);
      return Promise.resolve(Response.json({ 1: [done] }));
    });
    expect(await recordings.lane(question("b"))).toEqual([done]);
    expect(await recordings.lane(question("b"))).toEqual([done]);
    expect(fetches).toEqual(["lanes/t.json"]);
  });

  test("the texts of all tokens are fetched where they were recorded", async () => {
    const texts = ["a", "␣b"];
    const tokens = "lanes/tokens.json";
    const recordings = new Recordings({ ...first, tokens }, (file) => {
      return Promise.resolve(Response.json(file === tokens ? texts : null));
    });
    expect(await recordings.tokens()).toEqual(texts);
    expect(await new Recordings(first).tokens()).toBeNull();
  });

  test("a beam search is found by its text and all its settings", async () => {
    const beams = [{ prompt: "a", settings: { ...BEAM, width: 2 }, file: "beams/2.json" }];
    const result = [{ type: "found", lane: "", results: [], finished: 0 }];
    const recordings = new Recordings({ ...first, beams }, () =>
      Promise.resolve(Response.json(result)),
    );
    expect(await recordings.beam("a", { ...BEAM, width: 2 })).toEqual(result);
    expect(await recordings.beam("a", BEAM)).toBeNull();
    expect(await new Recordings(first).beam("a", BEAM)).toBeNull();
  });

  test("a prompt's tokens are those its lane began with", async () => {
    const start = { type: "start", tokens: [{ id: 1, text: "a" }] } as RunEvent;
    const recordings = new Recordings({ ...first, events: { 0: [start, done] } });
    expect(await recordings.pieces("a")).toEqual([{ id: 1, text: "a" }]);
    expect(await recordings.pieces("c")).toBeNull();
  });

  test("another prompt, other answers, stops or settings are not recorded", async () => {
    const recordings = new Recordings(first);
    expect(await recordings.lane(question("c"))).toBeNull();
    expect(await recordings.lane(question("a", [" x", " y"]))).toBeNull();
    expect(await recordings.lane({ ...question("a"), stops: [] })).toBeNull();
    const settings = { ...DEFAULTS, seed: 3 };
    expect(await recordings.lane({ ...question("a"), settings })).toBeNull();
  });

  test("logits lie on even steps from the smallest", async () => {
    const buffer = new ArrayBuffer(8 + 3 * 2);
    const view = new DataView(buffer);
    view.setFloat32(0, -2, true);
    view.setFloat32(4, 0.5, true);
    [0, 3, 65535].forEach((steps, i) => {
      view.setUint16(8 + 2 * i, steps, true);
    });
    const recordings = new Recordings(first, () => Promise.resolve(new Response(buffer)));
    expect(await recordings.logits("a")).toEqual(Float32Array.of(-2, -0.5, 32765.5));
    expect(await recordings.logits("c")).toBeNull();
  });

  test("a build without recordings says so", async () => {
    const recordings = new Recordings(null);
    expect(recordings.head).toBeNull();
    expect(await recordings.lane(question("a"))).toBeNull();
    expect(await recordings.logits("a")).toBeNull();
    expect(await recordings.explain("a")).toBeNull();
  });
});
