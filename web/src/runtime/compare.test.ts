// A house model in onnxruntime-web, as a browser has it but for threads.

import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Manifest, PromptInput } from "../core/api/api";
import type { RunEvent, ScoreEvent, TokenEvent } from "../core/api/events";
import { generate, nextLogits, score } from "./laneEvents";
import { compare } from "./compare";
import { browserFiles } from "./files/folder";
import { Model } from "./model";
import { Session } from "./session/session";
import { Tokenizer } from "./text/tokenizer";
import { build } from "./session/wasmRuntime";

const FOLDER = new URL("../../../backend/shotglass/models/house-gpt2/", import.meta.url);
const read = (name: string) => new Uint8Array(readFileSync(new URL(name, FOLDER)));
const json = (name: string) => JSON.parse(new TextDecoder().decode(read(name)));
const signal = new AbortController().signal;

const prompt = {
  template: "{input} ->{output}\n",
  instruction: "",
  shot_sets: { opposite: [{ input: "hot", output: " cold" }, { input: "tall", output: " short" }] }, // prettier-ignore
  query: { input: "fast", expected: " slow" },
  labels: [{ text: " slow" }, { text: " faster" }],
};
const lanes = [0, 1, 2].map((k) => ({
  id: `k${k}`,
  shot_set: "opposite",
  shots: [0, 1].slice(0, k),
}));
const settings = { max_tokens: 6, temperature: 0.8, top_k: 0, top_p: 1, n: 2, seed: 7 };

let model: Model;

beforeAll(async () => {
  const manifest: Manifest = json("manifest.json");
  const [tokenizer, graph, name] = browserFiles(manifest, "wasm").map((file) => file.name);
  const weights = { [name ?? ""]: read(name ?? "") };
  const opened = { graph: read(graph ?? ""), weights, shape: manifest.architecture };
  const session = await Session.open(opened, { ort: build.ort }, "wasm", 1);
  model = new Model(manifest, new Tokenizer(json(tokenizer ?? "")), session);
}, 60_000);

async function notice(changes: object = {}, stop = signal): Promise<RunEvent[]> {
  const request = { model: model.id, prompt, lanes, settings: { ...settings, ...changes } };
  const events: RunEvent[] = [];
  for await (const event of compare(model, request, stop)) events.push(event);
  return events;
}

const tokens = (events: RunEvent[]) =>
  events.filter((event): event is TokenEvent => event.type === "token");
const scores = (events: RunEvent[]) =>
  events.filter((event): event is ScoreEvent => event.type === "score");

describe("a run in the browser", () => {
  it("tells what the server would: starts, scores, tokens, ends", async () => {
    const events = await notice();
    const count = (type: string) => events.filter((event) => event.type === type).length;
    expect([count("start"), count("score"), count("done"), count("end")]).toEqual([3, 3, 6, 1]);
    for (const event of [
      ...tokens(events).map((t) => t.distribution),
      ...scores(events).map((s) => s.next),
    ]) {
      // prettier-ignore
      const sum = event.alternatives.reduce((all, { p }) => all + p, event.rest);
      expect(sum).toBeCloseTo(1, 9);
      expect(event.alternatives.length + event.rest_tokens).toBe(model.tokenizer.vocabulary);
    }
  });

  it("says the same again, whatever was read before", async () => {
    const ids = (events: RunEvent[]) => tokens(events).map(({ lane, sample, id }) => [lane, sample, id]); // prettier-ignore
    expect(ids(await notice())).toEqual(ids(await notice()));
  });

  it("reads what lanes begin with in common once", async () => {
    const end = (await notice()).at(-1);
    expect(end?.type === "end" && end.computed_prompt_tokens).toBe(0); // all of it was read above
  });

  it("scores a label as the chain of its tokens", async () => {
    const { labels } = await score(model, "hot ->", [" cold and"], signal);
    const [label] = labels;
    const { logprobs } = await nextLogits(model, "hot ->", label?.ids ?? [], signal);
    expect(label?.ids.length).toBeGreaterThan(1);
    expect(label?.logprob).toBeCloseTo(
      logprobs.reduce((sum, p) => sum + p, 0),
      4,
    );
  });

  it("continues token ids as the text that they are of", async () => {
    const run = async (prompt: PromptInput) => {
      const request = { model: model.id, prompt, settings: { ...settings, stop: [] } };
      const events: RunEvent[] = [];
      for await (const event of generate(model, request, signal)) events.push(event);
      return events;
    };
    const ids = model.encode("hot ->");
    const [byText, byIds] = [await run("hot ->"), await run(ids)];
    expect(tokens(byIds)).toEqual(tokens(byText));
    expect(byIds[0]).toMatchObject({ type: "start", prompt: "hot ->" });
    await expect(run([...ids, 10 ** 9])).rejects.toThrow("is no token");
    await expect(nextLogits(model, [-1], [], signal)).rejects.toThrow("-1 is no token");
  });

  it("ends at once when it is cancelled", async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(notice({}, abort.signal)).rejects.toThrow();
  });

  it("tells a lane that does not fit by an event of its own", async () => {
    const [failed] = await notice({ max_tokens: 508 });
    expect(failed).toMatchObject({ type: "failed", problem: { type: "/errors/context_length_exceeded" } }); // prettier-ignore
  }, 30_000); // a lane that fits writes on to the end

  it("refuses labels that cannot be told apart", async () => {
    await expect(score(model, "hot ->", [" cold", " cold and"], signal)).rejects.toThrow("overlap");
  });
});
