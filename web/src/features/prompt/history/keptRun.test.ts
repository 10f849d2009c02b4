import { describe, expect, it } from "vitest";
import type { TokenEvent } from "../../../core/api/events";
import { EXACT } from "../../../core/models/precision";
import { DEFAULTS, read, write } from "../address";
import type { Part, Source } from "../writing/parts";
import type { Made } from "../writing/sample.svelte";
import { FileError, FORMAT, MOST_FILE, readFile, written } from "./keptFile";
import {
  addressOf,
  headOf,
  packed,
  readRun,
  unpacked,
  type KeptColumn,
  type KeptRun,
} from "./keptRun";
import { isSame } from "../../../core/runFile/sameness";
import { sameness } from "./sameness";

const made: Made = {
  ...{ of: { model: "toy" }, model: "Toy", where: "computer", numbers: EXACT },
  ...{ prompt: "A", settings: DEFAULTS },
};
const { of, numbers } = made;
const source: Source = { of, prompt: "A", settings: DEFAULTS, numbers };

function token(id: number, logprob = -1, from = source): Part {
  const event: TokenEvent = {
    ...{ type: "token", lane: "", sample: 0, index: 0, id, piece: `t${id}`, text: `t${id}` },
    ...{ logprob, rank: 0, survivors: { top_k: 3 }, draw: 0.5 },
    distribution: {
      ...{ alternatives: [{ id: 7, text: " x", p: 0.5 }], rest: 0.5 },
      ...{ rest_tokens: 99, entropy: 1 },
    },
  };
  return { kind: "token", token: event, source: from, chosen: false };
}

function column(...parts: Part[]): KeptColumn {
  return { made, digest: "3f9a", ...packed([{ parts, reason: "length" }]) } as KeptColumn;
}

function run(...columns: KeptColumn[]): KeptRun {
  return { id: "1", at: "2026-11-26T14:41:00.000Z", columns };
}

const file = (text: string, size = text.length) => ({ size, text: () => Promise.resolve(text) });

async function faultOf(text: string, size?: number) {
  const error: unknown = await readFile(file(text, size)).catch((error: unknown) => error);
  if (!(error instanceof FileError)) throw new Error("The file was taken.");
  return error.fault;
}

describe("a kept run", () => {
  const typed: Part = { kind: "typed", text: "<b>x</b>" };
  const parts = [token(1), token(2), typed, token(3, -2, { ...source, prompt: "At1t2" })];

  it("comes back part by part, tokens of one request with one source", () => {
    const [result] = unpacked(column(...parts));
    expect(result).toEqual(parts);
    const sources = result?.map((part) => (part.kind === "token" ? part.source : null));
    expect(sources?.[0]).toBe(sources?.[1]);
    expect(sources?.[3]).not.toBe(sources?.[0]);
  });

  it("leaves as a file and comes back from it as it was", async () => {
    const stored = [run(column(...parts)), { ...run(column(token(1)), column(token(2))), id: "2" }];
    expect(await readFile(file(written(stored)))).toEqual(stored);
  });

  it("keeps the conversation that it answered, and the tokens of that", async () => {
    const chat = [{ role: "user" as const, content: "Hi" }];
    const answer = {
      ...column(token(1, -1, { ...source, ids: [1, 2] })),
      made: { ...made, ids: [1, 2], chat },
    };
    const stored = [run(answer as KeptColumn)];
    expect(await readFile(file(written(stored)))).toEqual(stored);
    expect(read(write(addressOf(stored[0] ?? run())))).toMatchObject({
      mode: "chat",
      chat: { system: "", turns: chat },
    });
  });

  it("is listed by its beginning, its models and its size", () => {
    const head = headOf(run(column(...parts)), 9);
    expect(head).toMatchObject({
      prompt: "A",
      text: "t1t2<b>x</b>t3",
      tokens: 3,
      models: ["Toy"],
      bytes: 9,
    });
  });

  it("has an address that asks for the same in both columns", () => {
    const other = { ...made, of: { model: "other" }, settings: { ...DEFAULTS, seed: 9 } };
    const state = addressOf(
      run(column(token(1)), { ...column(token(1)), made: other } as KeptColumn),
    );
    expect(read(write(state))).toMatchObject(state);
    expect(state.beside).toMatchObject({ model: "other", text: null, settings: { seed: 9 } });
  });
});

describe("a file that is none of ours", () => {
  const good = JSON.parse(JSON.stringify(run(column(token(1))))) as Record<string, unknown>;
  const changed = (change: (run: KeptRun) => void) => {
    const copy = structuredClone(good) as unknown as KeptRun;
    change(copy);
    return JSON.stringify({ format: FORMAT, runs: [copy] });
  };

  it("is refused for its size before it is read", async () => {
    expect(await faultOf("{}", MOST_FILE + 1)).toEqual({ kind: "size", bytes: MOST_FILE + 1 });
  });

  it("is refused where it is no JSON, or another format's", async () => {
    expect(await faultOf("<script>")).toEqual({ kind: "json" });
    expect(await faultOf('{"format": "x"}')).toMatchObject({ kind: "shape", at: "format" });
    expect(await faultOf("[]")).toMatchObject({ kind: "shape", at: "" });
  });

  it.each<[string, (run: KeptRun) => void]>([
    ["runs[0].columns", (run) => (run.columns = [])],
    ["runs[0].at", (run) => (run.at = "yesterday")],
    [
      "runs[0].columns[0].made.prompt",
      (run) => Object.assign(run.columns[0]?.made ?? {}, { prompt: 3 }),
    ],
    [
      "runs[0].columns[0].made.settings.n",
      (run) => Object.assign(run.columns[0]?.made.settings ?? {}, { n: 1e9 }),
    ],
    [
      "runs[0].columns[0].samples[0].parts[0].source",
      (run) => Object.assign(run.columns[0]?.samples[0]?.parts[0] ?? {}, { source: 5 }),
    ],
    [
      "runs[0].columns[0].samples[0].parts[0].token",
      (run) => Object.assign(run.columns[0]?.samples[0]?.parts[0] ?? {}, { token: null }),
    ],
  ])("is refused with the place of what is wrong: %s", async (at, change) => {
    expect(await faultOf(changed(change))).toMatchObject({ kind: "shape", at });
  });

  it("brings nothing along that is not named", () => {
    const extra = JSON.parse('{"__proto__": {"polluted": 1}, "more": 1}') as object;
    const result = readRun({ ...good, ...extra }, "");
    expect(Object.keys(result)).toEqual(["id", "at", "columns"]);
    expect("polluted" in result).toBe(false);
  });
});

describe("a repeated run", () => {
  it("is the same where every token and every log-probability is", () => {
    const result = sameness([column(token(1), token(2))], [[[token(1), token(2)]]]);
    expect(result).toMatchObject({ tokens: 2, different: 0, changed: 0, token: null });
    expect(isSame(result)).toBe(true);
  });

  it("differs from the first other token on, and where it is longer or shorter", () => {
    const stored = [column(token(1), token(2))];
    const at = (token: number) => ({ lane: 0, sample: 0, token });
    expect(sameness(stored, [[[token(1), token(3)]]]).token).toEqual(at(1));
    expect(sameness(stored, [[[token(1)]]]).token).toEqual(at(1));
    expect(sameness(stored, [[[token(1), token(2), token(4)]]]).token).toEqual(at(2));
  });

  it("has the largest difference of a log-probability", () => {
    const result = sameness(
      [column(token(1, -1), token(2, -2))],
      [[[token(1, -1), token(2, -2.5)]]],
    );
    expect(result.largest).toBe(0.5);
    expect(result.token).toBeNull();
  });

  it("is another where a token has other words, or another probability beside it", () => {
    const other = structuredClone(token(1)) as Extract<Part, { kind: "token" }>;
    other.token.text = " LIES";
    const result = sameness([column(other)], [[[token(1)]]]);
    expect(isSame(result)).toBe(false);
    expect(result.first).toMatchObject({ was: " LIES", now: "t1" });
  });

  it("is compared up to where a person changed it", () => {
    const chosen: Part = { ...token(9), chosen: true } as Part;
    const result = sameness([column(token(1), chosen)], [[[token(1), token(2)]]]);
    expect(result).toMatchObject({ tokens: 1, changed: 1, different: 0, token: null });
  });
});
